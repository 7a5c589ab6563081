package org.pando.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of README.md against the tags of the tests, in every module. */
final class OracleTest {
  private static final Pattern ROW = Pattern.compile("\\| ((?:I?\\d+(?:, )?)+) \\| (.*) \\|");
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test\\.\\w+)`");
  private static final Pattern TAG = Pattern.compile("@(?:Arch)?Tag\\(\"(?:case-)?(I?\\d+)\"\\)");
  private static final Pattern MEMBER =
      Pattern.compile("  (?:static final ArchRule|(?:public )?void) (\\w+).*");
  private static final int INVARIANTS = 15;
  private static final int CASES = 52;

  @Test
  void theTableNamesTheTestsThatCarryTheTags() throws Exception {
    SortedSet<String> named = new TreeSet<>();
    for (MatchResult row : rows()) {
      for (String id : ids(row)) {
        NAMED.matcher(row.group(2)).results().forEach(test -> named.add(id + " " + test.group(1)));
      }
    }
    assertEquals(lines(tagged()), lines(named), "README.md, \"What the tests show\"");
  }

  @Test
  void everyInvariantAndCaseStandsInOneTable() throws Exception {
    List<String> all = new ArrayList<>();
    IntStream.rangeClosed(1, INVARIANTS).forEach(i -> all.add("I" + i));
    IntStream.rangeClosed(1, CASES).forEach(i -> all.add(String.valueOf(i)));
    List<String> present = rows().stream().flatMap(row -> ids(row).stream()).sorted().toList();
    assertEquals(all.stream().sorted().toList(), present);
  }

  private static List<MatchResult> rows() throws IOException {
    return Files.readAllLines(Path.of("README.md")).stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .map(Matcher::toMatchResult)
        .toList();
  }

  private static List<String> ids(MatchResult row) {
    return List.of(row.group(1).split(", ", -1));
  }

  private static String lines(SortedSet<String> entries) {
    return String.join("\n", entries);
  }

  /** {@code I2 JoinTest.method} for every tag. */
  private static SortedSet<String> tagged() throws IOException {
    SortedSet<String> tagged = new TreeSet<>();
    for (String module : List.of("registry", "gossip", "resolver")) {
      Path tests = Path.of("..", module, "src/test/java");
      if (Files.isDirectory(tests)) {
        try (Stream<Path> files = Files.walk(tests)) {
          for (Path file : files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
            addTags(file, tagged);
          }
        }
      }
    }
    return tagged;
  }

  private static void addTags(Path file, SortedSet<String> tagged) throws IOException {
    String test = file.getFileName().toString().replace(".java", "");
    List<String> pending = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      TAG.matcher(line).results().forEach(tag -> pending.add(tag.group(1)));
      Matcher member = MEMBER.matcher(line);
      if (member.matches()) {
        pending.forEach(id -> tagged.add(id + " " + test + "." + member.group(1)));
        pending.clear();
      }
    }
  }
}
