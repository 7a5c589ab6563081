package org.pando.resolver.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.pando.resolver.Bounded;

@Timeout(10)
final class TomlFileFuzzTest {
  private static final Path FILE = Path.of("pando.toml");

  /** A text is a configuration that reads as itself when written; or it has problems, each told. */
  @FuzzTest
  void read(byte[] input) {
    ConfigResult result = Bounded.within(input.length, () -> read(new String(input, UTF_8)));
    switch (result) {
      case ConfigResult.Failed(List<Problem> problems) -> {
        assertTrue(!problems.isEmpty());
        problems.forEach(TomlFileFuzzTest::assertSaysWhatAndFix);
      }
      case ConfigResult.Loaded loaded -> {
        String written = EffectiveConfig.toToml(loaded, Cases.EVERYTHING);
        ConfigResult again = read(written);
        assertTrue(again instanceof ConfigResult.Loaded, () -> again + "\n" + written);
        assertEquals(loaded.config(), ((ConfigResult.Loaded) again).config());
      }
    }
  }

  private static ConfigResult read(String text) {
    Reading reading = new Reading(Cases.HOME, Cases.EVERYTHING, false);
    return ConfigReader.read(new TomlFile(FILE, reading).parse(text), List.of(FILE), reading);
  }

  private static void assertSaysWhatAndFix(Problem problem) {
    assertTrue(
        problem.what().length() > 5 && problem.fix().length() > 5 && !problem.text().isBlank(),
        problem::text);
  }
}
