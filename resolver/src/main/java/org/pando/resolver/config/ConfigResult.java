package org.pando.resolver.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What became of an attempt to read the configuration. */
public sealed interface ConfigResult {
  /**
   * The configuration is good.
   *
   * @param files what was read, in the order in which it counts: later files override earlier ones
   * @param given where each key that somebody wrote stands, by its path: {@code dns.listen}, {@code
   *     upstream[0].url}
   * @param warnings what was ignored
   */
  record Loaded(Config config, List<Path> files, Map<String, Place> given, List<Problem> warnings)
      implements ConfigResult {
    /** Whether somebody wrote the key; otherwise its value is a default. */
    public boolean isGiven(String path) {
      return given.containsKey(path);
    }

    /** Where a key was written. */
    public Place placeOf(String path) {
      return given.getOrDefault(path, new Place.Nowhere());
    }
  }

  /**
   * The configuration is wrong.
   *
   * @param problems everything that is wrong, in the order of the files
   */
  record Failed(List<Problem> problems) implements ConfigResult {}
}
