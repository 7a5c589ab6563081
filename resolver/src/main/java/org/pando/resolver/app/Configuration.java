package org.pando.resolver.app;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.cli.ConfigChecker;
import org.pando.resolver.config.Capability;
import org.pando.resolver.config.Config;
import org.pando.resolver.config.ConfigPlaces;
import org.pando.resolver.config.ConfigReader;
import org.pando.resolver.config.ConfigResult;
import org.pando.resolver.config.ConfigSchema;
import org.pando.resolver.config.DataDirChoice;
import org.pando.resolver.config.EffectiveConfig;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.SocketSettings;

/** The configuration as the commands see it: one way to read it for all of them. */
final class Configuration implements ConfigChecker, SocketSettings {
  private final ConfigPlaces places;
  private final DataDirChoice.User user;

  /**
   * @param root whether this process may do everything
   */
  Configuration(ConfigPlaces places, boolean root) {
    this.places = places;
    this.user = new DataDirChoice.User(root, places.environment(), places.home());
  }

  /**
   * @param file null = the one that the places say
   */
  ConfigResult read(@Nullable Path file, boolean ignoreUnknown) {
    return new ConfigReader(places, Capability.IN_THIS_VERSION, ignoreUnknown)
        .read(Optional.ofNullable(file));
  }

  /**
   * @param option {@code --data-dir}
   * @return the data directory, absolute
   * @throws StartException when two are possible and nobody said which
   */
  Path dataDirectory(Config config, @Nullable Path option) throws StartException {
    return switch (DataDirChoice.choose(
        Optional.ofNullable(option), config.dataDir(), user, Configuration::holdsKeys)) {
      case DataDirChoice.Chosen(Path directory) -> directory.toAbsolutePath().normalize();
      case DataDirChoice.Ambiguous ambiguous -> throw new StartException(ambiguous.text());
    };
  }

  @Override
  public Checked check(@Nullable Path file, boolean ignoreUnknown) {
    return switch (read(file, ignoreUnknown)) {
      case ConfigResult.Loaded loaded ->
          new Checked(
              loaded.files().stream().map(Path::toString).toList(),
              problems(loaded.warnings(), Severity.WARNING),
              EffectiveConfig.toToml(loaded, Capability.IN_THIS_VERSION));
      case ConfigResult.Failed failed ->
          new Checked(List.of(), problems(failed.problems(), Severity.ERROR), "");
    };
  }

  @Override
  public String schema() {
    return ConfigSchema.toJson();
  }

  @Override
  public Found read(@Nullable Path config, @Nullable Path dataDirectory) throws ControlException {
    try {
      return switch (read(config, true)) {
        case ConfigResult.Loaded loaded ->
            new Found(
                loaded.config().control().socket().orElse(null),
                dataDirectory(loaded.config(), dataDirectory));
        case ConfigResult.Failed failed ->
            throw new ControlException(ControlException.Kind.INVALID, text(failed));
      };
    } catch (StartException e) {
      throw new ControlException(ControlException.Kind.INVALID, String.valueOf(e.getMessage()), e);
    }
  }

  /** Every problem on a line of its own. */
  static String text(ConfigResult.Failed failed) {
    return text(failed.problems());
  }

  /** As {@link #text(ConfigResult.Failed)}. */
  static String text(List<org.pando.resolver.config.Problem> problems) {
    return problems.stream()
        .map(org.pando.resolver.config.Problem::text)
        .collect(Collectors.joining("\n"));
  }

  private static List<Problem> problems(
      List<org.pando.resolver.config.Problem> problems, Severity severity) {
    return problems.stream().map(p -> new Problem(severity, p.text())).toList();
  }

  private static boolean holdsKeys(Path directory) {
    try (DirectoryStream<Path> keys =
        Files.newDirectoryStream(directory.resolve("keys"), "*.key")) {
      return keys.iterator().hasNext();
    } catch (IOException e) {
      return false; // not there, or not ours to read
    }
  }
}
