package org.pando.resolver.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pando.resolver.control.StatusReport;

/** What became of clients' questions, as lines of {@code pando status}. */
final class QueryLines {
  private QueryLines() {}

  /** What did not happen is left out. */
  static List<List<String>> of(StatusReport.Queries queries) {
    Map<String, Long> answered = new LinkedHashMap<>(queries.answered());
    answered.put("failed", queries.failed());
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("queries", received(queries)));
    addUnlessEmpty(lines, "answered", counts(answered));
    addUnlessEmpty(lines, "refused", counts(queries.refused()));
    addUnlessEmpty(lines, "dropped", counts(queries.dropped()));
    return lines;
  }

  private static String received(StatusReport.Queries queries) {
    String text = counts(queries.received());
    String connections =
        queries.connections() == 0 ? "" : " · " + Text.count(queries.connections(), "connection");
    return (text.isEmpty() ? "none yet" : text) + connections;
  }

  private static void addUnlessEmpty(List<List<String>> lines, String name, String text) {
    if (!text.isEmpty()) {
      lines.add(List.of(name, text));
    }
  }

  /** Such as {@code registry 12 · cache 345}. */
  private static String counts(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .filter(e -> e.getValue() > 0)
        .map(e -> e.getKey().replace('-', ' ') + " " + e.getValue())
        .collect(Collectors.joining(" · "));
  }
}
