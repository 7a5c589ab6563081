package org.pando.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The attack checklist in the README names tests that are there. */
class AttackChecklistTest {
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*Test)\\.(\\w+)`");

  @Test
  void everyTestThatItNamesIsThere() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    Matcher named = NAMED.matcher(readme.substring(readme.indexOf("## Attack checklist")));
    List<String> missing = new ArrayList<>();
    int count = 0;
    while (named.find()) {
      count++;
      if (!source(named.group(1)).contains("void " + named.group(2) + "(")) {
        missing.add(named.group());
      }
    }
    assertTrue(count > 0, "the checklist names no test");
    assertEquals(List.of(), missing);
  }

  private static String source(String test) throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      Path file =
          files.filter(f -> f.endsWith(test + ".java")).findFirst().orElse(Path.of("README.md"));
      return Files.readString(file);
    }
  }
}
