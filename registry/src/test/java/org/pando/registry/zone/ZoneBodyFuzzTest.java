package org.pando.registry.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.pando.registry.Bytes;
import org.pando.registry.Decoding;
import org.pando.registry.rule.InvalidException;

@Timeout(10)
final class ZoneBodyFuzzTest {
  @Tag("I6")
  @FuzzTest
  void parse(byte[] input) throws Exception {
    Bytes bytes = Bytes.of(input);
    ZoneBody body =
        Decoding.attempt(InvalidException.class, input.length, () -> ZoneBody.parse(bytes));
    if (body != null) {
      assertEquals(bytes, body.encode());
      List<Rr> rrs = new ArrayList<>(body.rrs());
      Collections.reverse(rrs);
      assertEquals(body, ZoneBody.of(rrs), "the order that records are given in");
      assertEquals(body, ZoneBody.decode(bytes));
    }
  }
}
