package org.pando.resolver.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where configuration is looked for.
 *
 * @param environment the environment variables
 * @param home the user's home directory
 * @param system the directory of the computer's configuration, {@code /etc/pando}
 */
public record ConfigPlaces(Map<String, String> environment, Path home, Path system) {
  public ConfigPlaces {
    environment = Map.copyOf(environment);
  }

  /** The user's own configuration directory. */
  Path user() {
    return home.resolve(".config").resolve("pando");
  }
}
