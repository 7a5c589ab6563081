package org.pando.resolver.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;
import org.pando.resolver.Bounded;

@Timeout(10)
final class AllowRuleFuzzTest {
  /** What is read is written as something that reads as the same. */
  @FuzzTest
  void parse(byte[] input) {
    String text = new String(input, UTF_8);
    switch (Bounded.within(input.length, () -> AllowRule.parse(text))) {
      case Parsed.Ok<AllowRule> ok -> assertEquals(ok, AllowRule.parse(ok.value().text()));
      case Parsed.Bad<AllowRule>(String what, String fix) ->
          assertFalse(what.isBlank() || fix.isBlank(), what);
    }
  }
}
