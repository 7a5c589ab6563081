package org.pando.resolver.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.pando.registry.zone.Rr;
import org.pando.resolver.Bounded;
import org.xbill.DNS.Name;

@Timeout(10)
final class LocalRecordFuzzTest {
  private static final LocalRecord BLOCK = new LocalRecord("nas.lan", List.of());
  private static final Name APEX = BLOCK.absoluteName();

  /** What is read has an owner at or under the name of its block. */
  @FuzzTest
  void tryRead(byte[] input) {
    String text = new String(input, UTF_8);
    Optional<Rr> record = Bounded.within(input.length, () -> BLOCK.tryRead(text));
    record.ifPresent(rr -> assertTrue(BLOCK.owner(rr).subdomain(APEX), rr::toString));
  }
}
