package org.pando.resolver.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.SocketChoice;
import picocli.CommandLine.Option;

/** Owned by the thread of the command: which node is meant, and in which form it replies. */
final class NodeOptions {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The node that runs with this configuration file.")
  private @Nullable Path config;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The node that runs with this data directory.")
  private @Nullable Path dataDirectory;

  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description =
          "The node that listens on this control socket; so does the variable PANDO_SOCKET.")
  private @Nullable Path socket;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  SocketChoice choice() {
    return new SocketChoice(socket, config, dataDirectory);
  }

  boolean json() {
    return json;
  }
}
