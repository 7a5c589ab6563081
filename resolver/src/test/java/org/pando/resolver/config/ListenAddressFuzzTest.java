package org.pando.resolver.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;
import org.pando.resolver.Bounded;

@Timeout(10)
final class ListenAddressFuzzTest {
  /** What is read is written as something that reads as the same. */
  @FuzzTest
  void parse(byte[] input) {
    String text = new String(input, UTF_8);
    switch (Bounded.within(input.length, () -> ListenAddress.parse(text))) {
      case Parsed.Ok<ListenAddress> ok -> assertEquals(ok, ListenAddress.parse(ok.value().text()));
      case Parsed.Bad<ListenAddress>(String what, String fix) ->
          assertFalse(what.isBlank() || fix.isBlank(), what);
    }
  }
}
