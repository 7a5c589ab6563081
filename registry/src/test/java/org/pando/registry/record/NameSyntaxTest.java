package org.pando.registry.record;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

/** V3. */
final class NameSyntaxTest {
  private static final String LABEL_63 =
      "a23456789012345678901234567890123456789012345678901234567890123";

  @ParameterizedTest
  @ValueSource(strings = {"a", "blog", "a-b", "1a", "a1", "x--y", "xn--a", "keys", LABEL_63})
  void labels(String label) {
    assertDoesNotThrow(() -> Label.check(label));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-a",
        "a-",
        "a--",
        "Blog",
        "a.b",
        "a_b",
        "key",
        "1",
        "0815",
        "ab--c",
        "xx--c",
        "xn--",
        "\u0430",
        "a b",
        LABEL_63 + "4",
        "a\n"
      })
  void otherLabels(String label) {
    assertRefused(label);
  }

  private static void assertRefused(String label) {
    assertEquals(
        Rule.V3, assertThrows(InvalidException.class, () -> Label.check(label)).rule(), label);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"home.alt", "a.b.c.alt", "home.arpa", "x.internal", "a.b.c.internal", "1.alt"})
  void suffixes(String suffix) throws Exception {
    assertEquals(suffix, Suffix.parse(suffix).text());
    assertEquals(suffix.length() + 2, Suffix.parse(suffix).wireLength());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "alt",
        ".alt",
        "internal",
        ".internal",
        "com",
        "home.com",
        "Home.alt",
        "home.alt.",
        "a.b.c.d.alt",
        "x.home.arpa",
        "arpa",
        "-a.alt",
        "a..alt",
        "homealt",
        "a_b.alt",
        LABEL_63 + ".alt"
      })
  void otherSuffixes(String suffix) {
    assertEquals(Rule.V3, assertThrows(InvalidException.class, () -> Suffix.parse(suffix)).rule());
    assertThrows(IllegalArgumentException.class, () -> new Suffix(suffix));
  }
}
