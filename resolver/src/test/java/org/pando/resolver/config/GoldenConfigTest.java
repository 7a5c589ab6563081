package org.pando.resolver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each file of the resource folder {@code config} and what comes of it: {@code NAME.expected}
 * stands beside {@code NAME.toml} or {@code NAME.env} and holds the messages, then the values that
 * somebody wrote.
 */
class GoldenConfigTest {
  static Stream<Path> bad() {
    return Cases.in("bad", ".toml");
  }

  static Stream<Path> later() {
    return Cases.in("later", ".toml");
  }

  static Stream<Path> ignoreUnknown() {
    return Cases.in("ignore-unknown", ".toml");
  }

  static Stream<Path> environment() {
    return Cases.in("environment", ".env");
  }

  static Stream<Path> valid() {
    return Cases.in("valid", ".toml");
  }

  static Stream<Path> merge() {
    return Cases.in("merge", "").filter(Files::isDirectory);
  }

  @ParameterizedTest
  @MethodSource
  void bad(Path file) throws Exception {
    ConfigResult result = Cases.reader(Capability.IN_THIS_VERSION, false).read(Optional.of(file));
    assertInstanceOf(ConfigResult.Failed.class, result);
    check(file, result, Capability.IN_THIS_VERSION);
  }

  /** What is wrong once the program has every capability. */
  @ParameterizedTest
  @MethodSource
  void later(Path file) throws Exception {
    ConfigResult result = Cases.reader(Cases.EVERYTHING, false).read(Optional.of(file));
    assertInstanceOf(ConfigResult.Failed.class, result);
    check(file, result, Cases.EVERYTHING);
  }

  @ParameterizedTest
  @MethodSource
  void ignoreUnknown(Path file) throws Exception {
    ConfigResult result = Cases.reader(Capability.IN_THIS_VERSION, true).read(Optional.of(file));
    assertInstanceOf(ConfigResult.Loaded.class, result);
    check(file, result, Capability.IN_THIS_VERSION);
  }

  @ParameterizedTest
  @MethodSource
  void environment(Path file) throws Exception {
    Map<String, String> environment = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      int mark = line.indexOf('=');
      environment.put(line.substring(0, mark), line.substring(mark + 1));
    }
    ConfigResult result =
        Cases.reader(environment, Capability.IN_THIS_VERSION).read(Optional.empty());
    check(file, result, Capability.IN_THIS_VERSION);
  }

  @ParameterizedTest
  @MethodSource
  void valid(Path file) throws Exception {
    check(
        file,
        Cases.reader(Capability.IN_THIS_VERSION, false).read(Optional.of(file)),
        Capability.IN_THIS_VERSION);
  }

  /** {@code pando.toml} of a folder with its {@code conf.d}. */
  @ParameterizedTest
  @MethodSource
  void merge(Path folder) throws Exception {
    Path file = folder.resolve("pando.toml");
    check(
        folder,
        Cases.reader(Capability.IN_THIS_VERSION, false).read(Optional.of(file)),
        Capability.IN_THIS_VERSION);
  }

  private static void check(Path file, ConfigResult result, Set<Capability> available)
      throws Exception {
    Path folder = Files.isDirectory(file) ? file : file.resolveSibling("");
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    Path expected = file.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".expected");
    List<String> lines = Cases.lines(result, folder, available);
    assertEquals(
        String.join("\n", Files.readAllLines(expected)), String.join("\n", lines), file::toString);
  }
}
