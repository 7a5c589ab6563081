package org.pando.resolver.control;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says about which node is meant.
 *
 * @param socket {@code --socket}
 * @param config {@code -c}
 * @param dataDirectory {@code --data-dir}
 */
public record SocketChoice(
    @Nullable Path socket, @Nullable Path config, @Nullable Path dataDirectory) {
  /** Nothing is said. */
  public static final SocketChoice NONE = new SocketChoice(null, null, null);

  boolean namesNode() {
    return config != null || dataDirectory != null;
  }
}
