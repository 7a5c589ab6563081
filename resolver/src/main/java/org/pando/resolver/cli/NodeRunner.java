package org.pando.resolver.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Runs a node in this process. */
public interface NodeRunner {
  /**
   * Returns when the node has stopped in order.
   *
   * @throws CommandException when it cannot start, with the reason and the remedy
   */
  ExitCode run(RunOptions options) throws CommandException;

  /**
   * What the command line says about the node.
   *
   * @param config {@code -c}
   * @param dataDirectory {@code --data-dir}
   * @param socket {@code --socket}
   * @param ignoreUnknown unknown configuration keys are warnings
   * @param verbosity of the log, over the configured level
   */
  record RunOptions(
      @Nullable Path config,
      @Nullable Path dataDirectory,
      @Nullable Path socket,
      boolean ignoreUnknown,
      Verbosity verbosity) {}
}
