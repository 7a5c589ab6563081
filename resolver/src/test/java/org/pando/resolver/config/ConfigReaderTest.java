package org.pando.resolver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are read, and what happens with those that cannot be. */
class ConfigReaderTest {
  @TempDir private Path folder;

  private Path given;
  private Path named;
  private Path user;
  private Path system;

  @BeforeEach
  void places() {
    given = folder.resolve("given").resolve("my.toml");
    named = folder.resolve("named").resolve("my.toml");
    user = folder.resolve("home/.config/pando/pando.toml");
    system = folder.resolve("etc/pando/pando.toml");
  }

  @Test
  void theFirstThatExistsIsRead() throws Exception {
    write(system, "[log]\nlevel = \"error\"\n");
    assertEquals(List.of(system), loaded(Optional.empty(), "").files());
    write(user, "");
    assertEquals(List.of(user), loaded(Optional.empty(), "").files());
    write(named, "");
    assertEquals(List.of(named), loaded(Optional.empty(), named.toString()).files());
    write(given, "");
    assertEquals(List.of(given), loaded(Optional.of(given), named.toString()).files());
  }

  @Test
  void withoutAnyFileEverythingIsDefault() {
    ConfigResult.Loaded loaded = loaded(Optional.empty(), "");
    assertEquals(List.of(), loaded.files());
    assertEquals(Map.of(), loaded.given());
    assertFalse(loaded.isGiven("dns.listen"));
  }

  @Test
  void moreFilesCountEvenWithoutTheFirst() throws Exception {
    Path more = system.resolveSibling("conf.d").resolve("dns.toml");
    write(more, "[dns]\nlisten = [\"127.0.0.1:5353\"]\n");
    ConfigResult.Loaded loaded = loaded(Optional.empty(), "");
    assertEquals(List.of(more), loaded.files());
    assertTrue(loaded.isGiven("dns.listen"));
    assertEquals(new Place.InFile(more, 2, 1), loaded.given().get("dns.listen"));
  }

  @Test
  void aFileThatWasNamedMustExist() {
    assertEquals(
        List.of(given + ": there is no such file; write the path of one that is there"),
        problems(Optional.of(given), ""));
    assertEquals(
        List.of(named + ": there is no such file; write the path of one that is there"),
        problems(Optional.empty(), named.toString()));
  }

  @Test
  void aFileThatIsNoTextIsReported() throws Exception {
    write(user, "");
    Files.write(user, new byte[] {'a', (byte) 0xff});
    assertEquals(
        List.of(user + ": is not UTF-8; save it as UTF-8"), problems(Optional.empty(), ""));
  }

  @Test
  void aFolderIsReported() throws Exception {
    Files.createDirectories(user);
    assertEquals(
        List.of(user + ": is a directory; write the path of a file"),
        problems(Optional.empty(), ""));
  }

  @Test
  void aByteOrderMarkIsSkipped() throws Exception {
    write(user, "\ufeff[log]\nlevel = \"error\"\n");
    assertEquals(LogLevel.ERROR, loaded(Optional.empty(), "").config().log().level());
  }

  @Test
  void relativePathsStandBesideTheirFile() throws Exception {
    write(user, "data-dir = \"../data\"\n[control]\nsocket = \"~/sock\"\n");
    Config config = loaded(Optional.empty(), "").config();
    assertEquals(Optional.of(folder.resolve("home/.config/data")), config.dataDir());
    assertEquals(Optional.of(folder.resolve("home/sock")), config.control().socket());
  }

  @Test
  void theEnvironmentCountsMoreThanFiles() throws Exception {
    write(user, "[log]\nlevel = \"error\"\n");
    ConfigResult.Loaded loaded =
        Cases.loaded(reader(Map.of("PANDO_LOG_LEVEL", "debug")).read(Optional.empty()));
    assertEquals(LogLevel.DEBUG, loaded.config().log().level());
    assertEquals(new Place.Environment("PANDO_LOG_LEVEL"), loaded.given().get("log.level"));
  }

  @Test
  void recordsThatDoNotFitAnAnswerAreReportedOnce() throws Exception {
    StringBuilder text = new StringBuilder("[[record]]\nname = \"big.lan\"\nrecords = [\n");
    for (int i = 0; i < 250; i++) {
      text.append("'TXT \"").append(i).append("x".repeat(240)).append("\"',\n");
    }
    write(given, text + "'A 192.168.1.5']\n");
    ConfigResult result = Cases.reader(Capability.IN_THIS_VERSION, false).read(Optional.of(given));
    assertInstanceOf(ConfigResult.Failed.class, result);
    List<Problem> problems = ((ConfigResult.Failed) result).problems();
    assertEquals(1, problems.size(), problems::toString);
    assertTrue(problems.getFirst().text().startsWith(given + ":238:1: [[record]] records: "));
    assertTrue(
        problems
            .getFirst()
            .text()
            .endsWith(
                ": the records of this type do not fit into a DNS message together; remove some of"
                    + " them"),
        problems::toString);
  }

  private static void write(Path file, String text) throws Exception {
    Files.createDirectories(file.resolveSibling(""));
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private ConfigReader reader(Map<String, String> environment) {
    return new ConfigReader(
        new ConfigPlaces(environment, folder.resolve("home"), folder.resolve("etc/pando")),
        Capability.IN_THIS_VERSION,
        false);
  }

  private ConfigResult.Loaded loaded(Optional<Path> file, String variable) {
    return Cases.loaded(reader(Map.of("PANDO_CONFIG", variable)).read(file));
  }

  private List<String> problems(Optional<Path> file, String variable) {
    return Cases.lines(
            reader(Map.of("PANDO_CONFIG", variable)).read(file),
            Path.of("/nowhere"),
            Capability.IN_THIS_VERSION)
        .stream()
        .map(line -> line.replaceFirst("^error ", ""))
        .toList();
  }
}
