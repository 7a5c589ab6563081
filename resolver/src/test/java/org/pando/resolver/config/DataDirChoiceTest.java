package org.pando.resolver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DataDirChoiceTest {
  private static final Path HOME = Path.of("/home/someone");
  private static final Path OWN = Path.of("/home/someone/.local/share/pando");
  private static final DataDirChoice.User SOMEONE = new DataDirChoice.User(false, Map.of(), HOME);
  private static final DataDirChoice.User ROOT = new DataDirChoice.User(true, Map.of(), HOME);

  @Test
  void whatIsUsual() {
    assertEquals(chosen(OWN), choose(SOMEONE));
    assertEquals(chosen(DataDirChoice.SERVICE), choose(ROOT));
    assertEquals(
        chosen(Path.of("/data/pando")),
        choose(new DataDirChoice.User(false, Map.of("XDG_DATA_HOME", "/data"), HOME)));
    assertEquals(
        chosen(OWN),
        choose(new DataDirChoice.User(false, Map.of("XDG_DATA_HOME", "relative"), HOME)));
  }

  @Test
  void theOptionCountsMoreThanTheKey() {
    Optional<Path> option = Optional.of(Path.of("/option"));
    Optional<Path> key = Optional.of(Path.of("/key"));
    assertEquals(chosen(Path.of("/option")), DataDirChoice.choose(option, key, ROOT, path -> true));
    assertEquals(
        chosen(Path.of("/key")),
        DataDirChoice.choose(Optional.empty(), key, SOMEONE, path -> true));
  }

  @Test
  void keysElsewhereMakeItAmbiguous() {
    assertEquals(
        new DataDirChoice.Ambiguous(OWN, DataDirChoice.SERVICE),
        choose(SOMEONE, DataDirChoice.SERVICE));
    assertEquals(
        new DataDirChoice.Ambiguous(DataDirChoice.SERVICE, OWN),
        choose(ROOT, DataDirChoice.SERVICE, OWN));
    assertEquals(chosen(OWN), choose(SOMEONE, OWN));
    assertEquals(
        "/var/lib/pando: keys of a node are here, but the usual data directory of this user is"
            + " /home/someone/.local/share/pando; say which: --data-dir /var/lib/pando or"
            + " --data-dir /home/someone/.local/share/pando, or data-dir in pando.toml",
        new DataDirChoice.Ambiguous(OWN, DataDirChoice.SERVICE).text());
  }

  private static DataDirChoice choose(DataDirChoice.User user, Path... withKeys) {
    return DataDirChoice.choose(
        Optional.empty(), Optional.empty(), user, Set.of(withKeys)::contains);
  }

  private static DataDirChoice chosen(Path directory) {
    return new DataDirChoice.Chosen(directory);
  }
}
