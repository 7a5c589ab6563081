package org.pando.resolver.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code [control]}: how commands reach the node.
 *
 * @param socket the Unix socket; none: the usual place
 */
public record ControlConfig(Optional<Path> socket) {
  static final Section<ControlConfig> SECTION =
      Section.of(
          ControlConfig.class,
          Row.Key.of(
              "socket",
              Types.optional(Types.path()),
              Optional.empty(),
              "the Unix socket that commands use; none: the usual place"));
}
