package org.pando.resolver.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What servers do otherwise than a rule says, and why that is no fault of the check: lines of
 * {@code SERVER | RULE | WHY}. A server named {@code check} stands for all the others at once: it
 * says why a rule that none of them keeps is right.
 */
final class Differences {
  static final String CHECK = "check";

  private static final int COLUMNS = 3;

  private final Map<String, String> reasons = new TreeMap<>();
  private final Set<String> rules = new TreeSet<>();

  private Differences() {}

  static Differences read(Path file) throws IOException {
    Differences differences = new Differences();
    for (String line : Files.readAllLines(file)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] columns = line.split(" \\| ", COLUMNS);
      if (columns.length < COLUMNS) {
        throw new IOException(file + ": not SERVER | RULE | WHY: " + line);
      }
      String before = differences.reasons.put(key(columns[0], columns[1]), columns[2]);
      if (before != null) {
        throw new IOException(file + ": twice: " + line);
      }
      differences.rules.add(columns[1]);
    }
    return differences;
  }

  /** Why a server does not keep a rule; null when it is expected to. */
  @Nullable String reason(String server, Rule rule) {
    return reasons.get(key(server, rule.text()));
  }

  /** The rules that are spoken of here and nowhere else. */
  List<String> unknown(Collection<Rule> known) {
    Set<String> texts = known.stream().map(Rule::text).collect(Collectors.toSet());
    List<String> unknown = new ArrayList<>(rules);
    unknown.removeAll(texts);
    return unknown;
  }

  private static String key(String server, String rule) {
    return server + " | " + rule;
  }
}
