package org.pando.resolver.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the configuration: the first that exists of the given file, {@code $PANDO_CONFIG}, {@code
 * ~/.config/pando/pando.toml} and {@code /etc/pando/pando.toml}; over it {@code conf.d/*.toml}
 * beside it, sorted by name; over them the environment. All problems are found in one run.
 */
public final class ConfigReader {
  private static final String FILE = "pando.toml";
  private static final String MORE_FILES = "conf.d";

  private final ConfigPlaces places;
  private final Set<Capability> available;
  private final boolean ignoreUnknown;

  /**
   * @param available what the program has, {@link Capability#IN_THIS_VERSION}
   * @param ignoreUnknown whether unknown keys are only warned of
   */
  public ConfigReader(ConfigPlaces places, Set<Capability> available, boolean ignoreUnknown) {
    this.places = places;
    this.available = Set.copyOf(available);
    this.ignoreUnknown = ignoreUnknown;
  }

  /**
   * Reads everything anew.
   *
   * @param file what the user gave with {@code -c}
   */
  public ConfigResult read(Optional<Path> file) {
    Reading reading = new Reading(places.home(), available, ignoreUnknown);
    List<Path> files = files(file, reading);
    Raw.Table all = Raw.Table.none();
    for (Path each : files) {
      all = all.overlaidBy(TomlFile.read(each, reading));
    }
    Raw.Table overrides = new EnvironmentLayer(Config.SECTION).read(places.environment(), reading);
    return read(all.overlaidBy(overrides), files, reading);
  }

  /** What the tables of all files together say. */
  static ConfigResult read(Raw.Table all, List<Path> files, Reading reading) {
    Scope top = new Scope("", "", all, reading);
    Optional<Config> config = SectionReader.read(Config.SECTION, top);
    config.ifPresent(
        read -> {
          SharedPorts.check(read, top);
          LocalRecords.check(read, top);
          Operators.check(read, top);
        });
    if (config.isEmpty() || !reading.problems().isEmpty()) {
      return new ConfigResult.Failed(sorted(reading.problems(), files));
    }
    return new ConfigResult.Loaded(
        config.get(), files, Map.copyOf(reading.given()), sorted(reading.warnings(), files));
  }

  private List<Path> files(Optional<Path> given, Reading reading) {
    Optional<Path> named =
        given.or(
            () ->
                Optional.ofNullable(places.environment().get("PANDO_CONFIG"))
                    .filter(text -> !text.isEmpty())
                    .map(Path::of));
    if (named.isPresent()) {
      List<Path> files = new ArrayList<>(List.of(named.get()));
      files.addAll(moreFiles(named.get().resolveSibling(MORE_FILES), reading));
      return files;
    }
    for (Path directory : List.of(places.user(), places.system())) {
      List<Path> files = new ArrayList<>();
      if (Files.exists(directory.resolve(FILE))) {
        files.add(directory.resolve(FILE));
      }
      files.addAll(moreFiles(directory.resolve(MORE_FILES), reading));
      if (!files.isEmpty()) {
        return files;
      }
    }
    return List.of();
  }

  private static List<Path> moreFiles(Path directory, Reading reading) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "[!.]*.toml")) {
      stream.forEach(files::add);
    } catch (IOException e) {
      reading.problem(
          new Place.WholeFile(directory),
          "cannot be listed: " + e.getMessage(),
          "give the user who runs pando the right to read it");
    }
    files.sort(Comparator.comparing(file -> file.getFileName().toString()));
    return files;
  }

  /** In the order of the files and their lines, the environment last. */
  private static List<Problem> sorted(List<Problem> problems, List<Path> files) {
    Comparator<Problem> byFile = Comparator.comparingInt(problem -> file(problem.place(), files));
    return problems.stream()
        .sorted(byFile.thenComparingLong(problem -> position(problem.place())))
        .toList();
  }

  private static int file(Place place, List<Path> files) {
    return switch (place) {
      case Place.WholeFile(Path file) -> files.indexOf(file);
      case Place.InFile(Path file, int line, int column) -> files.indexOf(file);
      case Place.Environment variable -> files.size();
      case Place.Nowhere nowhere -> files.size();
    };
  }

  private static long position(Place place) {
    return place instanceof Place.InFile(Path file, int line, int column)
        ? ((long) line << Integer.SIZE) + column
        : 0;
  }
}
