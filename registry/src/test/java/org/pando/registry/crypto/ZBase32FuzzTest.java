package org.pando.registry.crypto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Locale;
import org.junit.jupiter.api.Timeout;
import org.pando.registry.Bytes;
import org.pando.registry.Decoding;
import org.pando.registry.rule.InvalidException;

@Timeout(10)
final class ZBase32FuzzTest {
  @FuzzTest
  void decode(byte[] input) throws Exception {
    String text = new String(input, ISO_8859_1);
    Bytes key = Decoding.attempt(InvalidException.class, input.length, () -> ZBase32.decode(text));
    if (key != null) {
      assertEquals(text.toLowerCase(Locale.ROOT), ZBase32.encode(key));
    }
    if (input.length == PublicKey.LENGTH) {
      Bytes bytes = Bytes.of(input);
      assertEquals(bytes, ZBase32.decode(ZBase32.encode(bytes)));
    }
  }
}
