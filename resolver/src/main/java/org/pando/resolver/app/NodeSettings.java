package org.pando.resolver.app;

import java.nio.file.Path;
import org.pando.resolver.config.Config;
import org.pando.resolver.config.ConfigResult;
import org.pando.resolver.control.ShortPaths;

/**
 * What a node is started with.
 *
 * @param loaded the configuration, and what of it somebody wrote
 * @param container whether it runs in one, where the default is to listen on all addresses
 * @param machine which computer this is; empty when that is not known
 * @param controlSocket where commands reach it
 * @param shortPaths what stands in for a socket path that is too long
 */
record NodeSettings(
    ConfigResult.Loaded loaded,
    boolean container,
    Path dataDirectory,
    String machine,
    Path controlSocket,
    ShortPaths shortPaths) {
  Config config() {
    return loaded.config();
  }

  /** Whether somebody wrote {@code dns.listen}; else a port that cannot be had is replaced. */
  boolean listenGiven() {
    return loaded.isGiven("dns.listen");
  }
}
