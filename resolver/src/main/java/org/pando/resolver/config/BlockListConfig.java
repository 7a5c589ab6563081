package org.pando.resolver.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code [[block-list]]}: names that are not answered. One of the two is there.
 *
 * @param url where the list is loaded from, https or http
 * @param file a list on this computer
 */
public record BlockListConfig(Optional<URI> url, Optional<Path> file) {
  static final Section<BlockListConfig> SECTION =
      Section.of(
              BlockListConfig.class,
              Row.Key.of(
                  "url",
                  Types.optional(Types.webUrl()),
                  Optional.empty(),
                  "where the list is loaded from"),
              Row.Key.of(
                  "file",
                  Types.optional(Types.path()),
                  Optional.empty(),
                  "or a list on this computer"))
          .checkedBy(BlockListConfig::check);

  private void check(Scope scope) {
    if (url.isPresent() && file.isPresent()) {
      scope.problem("file", "stands beside url", "make it a [[block-list]] of its own");
    }
    if (url.isEmpty() && file.isEmpty()) {
      scope.problem("url", "and file are both missing", "write one of them");
    }
  }
}
