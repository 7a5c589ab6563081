package org.pando.resolver.control;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the configuration says about the control socket. */
public interface SocketSettings {
  /**
   * Reads the configuration that a node with the same options would use; creates nothing.
   *
   * @throws ControlException INVALID when a file cannot be read or has errors
   */
  Found read(@Nullable Path config, @Nullable Path dataDirectory) throws ControlException;

  /**
   * @param socket {@code control.socket}, null when it is not set
   * @param dataDirectory the effective data directory
   */
  record Found(@Nullable Path socket, Path dataDirectory) {}
}
