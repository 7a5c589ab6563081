package org.pando.resolver.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.pando.resolver.lookup.Messages.message;
import static org.pando.resolver.lookup.Messages.query;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.ResolutionException;
import org.xbill.DNS.Type;

/** What is more than an answer can be of. */
class ScrubberLimitsTest {
  private final Scrubber scrubber = new Scrubber(_ -> false);

  private List<String> scrub(int type, String answer) throws Exception {
    return scrubber.scrub(query("n0.example.", type), message(answer, "")).answers().stream()
        .map(r -> r.getName() + " " + Type.string(r.getType()))
        .toList();
  }

  private static String chain(int aliases) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < aliases; i++) {
      lines.append("n%d.example. 60 IN CNAME n%d.example.\n".formatted(i, i + 1));
    }
    return lines.append("n%d.example. 60 IN A 192.0.2.1".formatted(aliases)).toString();
  }

  @Test
  void elevenAliasesInARowAreTheMost() throws Exception {
    assertEquals(12, scrub(Type.A, chain(11)).size());
    assertThrows(ResolutionException.class, () -> scrub(Type.A, chain(12)));
  }

  @Test
  void ofTwoAliasesOfOneNameTheFirstCounts() throws Exception {
    String answer =
        """
        n0.example. 60 IN CNAME a.example.
        n0.example. 60 IN CNAME b.example.
        b.example. 60 IN A 192.0.2.2
        a.example. 60 IN A 192.0.2.1\
        """;
    assertEquals(List.of("n0.example. CNAME", "a.example. A"), scrub(Type.A, answer));
  }

  @Test
  void recordsOfOtherClassesAreDropped() throws Exception {
    String answer = "n0.example. 60 CH TXT \"one\"\nn0.example. 60 IN TXT \"two\"";
    assertEquals(List.of("n0.example. TXT"), scrub(Type.TXT, answer));
  }
}
