package org.pando.resolver.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Owned by the thread that runs it: {@code pando run}. */
@Command(
    name = "run",
    description = {"Run the node in the foreground.", "SIGTERM stops it in order."})
final class RunCommand implements Callable<Integer> {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "The configuration file (default: $PANDO_CONFIG, ~/.config/pando/pando.toml,"
              + " /etc/pando/pando.toml).")
  private @Nullable Path config;

  @Option(names = "--data-dir", paramLabel = "DIR", description = "Where keys and names are kept.")
  private @Nullable Path dataDirectory;

  @Option(names = "--socket", paramLabel = "PATH", description = "The control socket.")
  private @Nullable Path socket;

  @Option(names = "--ignore-unknown", description = "Unknown configuration keys are warnings.")
  private boolean ignoreUnknown;

  private final NodeRunner runner;
  private final GlobalOptions global;

  RunCommand(NodeRunner runner, GlobalOptions global) {
    this.runner = runner;
    this.global = global;
  }

  @Override
  public Integer call() throws CommandException {
    return runner
        .run(
            new NodeRunner.RunOptions(
                config, dataDirectory, socket, ignoreUnknown, global.verbosity()))
        .number();
  }
}
