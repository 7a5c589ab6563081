package org.pando.resolver.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Which data directory the node uses. */
public sealed interface DataDirChoice {
  /** The directory of the computer's service. */
  Path SERVICE = Path.of("/var/lib/pando");

  /** This one. */
  record Chosen(Path directory) implements DataDirChoice {}

  /**
   * Nobody said which, and the one that is not usual for this user already holds keys.
   *
   * @param usual what would have been chosen
   * @param other where keys are
   */
  record Ambiguous(Path usual, Path other) implements DataDirChoice {
    /** Where, what, and how to go on. */
    public String text() {
      return "%s: keys of a node are here, but the usual data directory of this user is %s; %s"
          .formatted(
              other,
              usual,
              "say which: --data-dir "
                  + other
                  + " or --data-dir "
                  + usual
                  + ", or data-dir in"
                  + " pando.toml");
    }
  }

  /**
   * Who is asking, and where.
   *
   * @param root whether the user is root
   */
  record User(boolean root, Map<String, String> environment, Path home) {
    /** {@code $XDG_DATA_HOME/pando}, else {@code ~/.local/share/pando}. */
    Path own() {
      return Optional.ofNullable(environment.get("XDG_DATA_HOME"))
          .map(Path::of)
          .filter(Path::isAbsolute)
          .orElse(home.resolve(".local").resolve("share"))
          .resolve("pando");
    }
  }

  /**
   * Chooses: what was said, else the directory that is usual for this user.
   *
   * @param option {@code --data-dir}
   * @param key {@code data-dir} of the configuration
   * @param holdsKeys whether a directory holds the keys of a node
   */
  static DataDirChoice choose(
      Optional<Path> option, Optional<Path> key, User user, Predicate<Path> holdsKeys) {
    Optional<Path> said = option.or(() -> key);
    if (said.isPresent()) {
      return new Chosen(said.get());
    }
    Path usual = user.root() ? SERVICE : user.own();
    Path other = user.root() ? user.own() : SERVICE;
    return !other.equals(usual) && holdsKeys.test(other)
        ? new Ambiguous(usual, other)
        : new Chosen(usual);
  }
}
