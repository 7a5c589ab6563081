package org.pando.resolver.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Files of the resource folder {@code config}, and what came of reading them, as lines. */
final class Cases {
  static final Path HOME = Path.of("/home/someone");
  static final Path NO_SYSTEM = Path.of("/nonexistent/pando");
  static final Set<Capability> EVERYTHING = Set.of(Capability.values());

  private Cases() {}

  static Path folder(String name) {
    try {
      return Path.of(Cases.class.getResource("/config/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<Path> in(String name, String ending) {
    try (Stream<Path> files = Files.list(folder(name))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ConfigReader reader(Set<Capability> available, boolean ignoreUnknown) {
    return new ConfigReader(new ConfigPlaces(Map.of(), HOME, NO_SYSTEM), available, ignoreUnknown);
  }

  static ConfigReader reader(Map<String, String> environment, Set<Capability> available) {
    return new ConfigReader(new ConfigPlaces(environment, HOME, NO_SYSTEM), available, false);
  }

  /** The problems, or the warnings and then the values that somebody wrote. */
  static List<String> lines(ConfigResult result, Path folder, Set<Capability> available) {
    List<String> lines = new ArrayList<>();
    switch (result) {
      case ConfigResult.Failed(List<Problem> problems) ->
          problems.forEach(problem -> lines.add("error " + shown(problem, folder)));
      case ConfigResult.Loaded loaded -> {
        loaded.warnings().forEach(problem -> lines.add("warning " + shown(problem, folder)));
        lines.addAll(values(loaded, available));
      }
    }
    return lines;
  }

  /** {@code dns.listen = ["127.0.0.1"]} of every key that is not a default. */
  private static List<String> values(ConfigResult.Loaded loaded, Set<Capability> available) {
    List<String> lines = new ArrayList<>();
    String section = "";
    for (String line : EffectiveConfig.toToml(loaded, available).lines().toList()) {
      if (line.startsWith("[")) {
        section = line.replaceAll("[\\[\\]]", "") + ".";
      } else if (line.contains("  # ") && !line.contains("  # default")) {
        lines.add(section + line.substring(0, line.lastIndexOf("  # ")));
      }
    }
    return lines;
  }

  private static String shown(Problem problem, Path folder) {
    return problem.text().replace(folder + "/", "");
  }

  static ConfigResult.Loaded loaded(ConfigResult result) {
    return switch (result) {
      case ConfigResult.Loaded loaded -> loaded;
      case ConfigResult.Failed(List<Problem> problems) ->
          throw new AssertionError(problems.stream().map(Problem::text).toList());
    };
  }

  static ConfigResult.Loaded load(Path file, Set<Capability> available) {
    return loaded(reader(available, false).read(Optional.of(file)));
  }

  static ConfigResult.Loaded defaults(Set<Capability> available) {
    return loaded(reader(available, false).read(Optional.empty()));
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
