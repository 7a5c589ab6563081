package org.pando.resolver.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando restore}. */
@Command(
    name = "restore",
    description = {
      "Make a data directory from a backup; no node runs on it.",
      "Everything is verified before the directory appears. It must be new or empty."
    })
final class RestoreCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FILE", description = "What 'pando backup' wrote.")
  private Path file = Path.of("");

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration file that says which data directory.")
  private @Nullable Path config;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The data directory (default: the one that 'pando run' would use).")
  private @Nullable Path dataDirectory;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private final Restorer restorer;
  private final Output output;

  RestoreCommand(Restorer restorer, Output output) {
    this.restorer = restorer;
    this.output = output;
  }

  @Override
  public Integer call() throws CommandException {
    Restorer.Report report =
        restorer.restore(file.toAbsolutePath().normalize(), config, dataDirectory);
    if (json) {
      output.data(Reply.of(report).json());
    } else {
      print(report);
    }
    return ExitCode.DONE.number();
  }

  private void print(Restorer.Report report) {
    output.data(
        "restored "
            + Text.count(report.names(), "name")
            + " and "
            + Text.count(report.keys().size(), "key")
            + " of "
            + Text.day(report.created())
            + " to "
            + report.dataDirectory());
    if (report.damaged() > 0) {
      output.message(
          "pando: warning: "
              + Text.count(report.damaged(), "name")
              + (report.damaged() == 1 ? " was" : " were")
              + " damaged already where the backup was made; not served");
    }
    BackupKeys.announce(output, report.unprotectedKeys(), report.problems());
    output.message(
        "The node certifies no names until you say that no copy of the old one runs any more:");
    output.message("  pando network witness resume");
    output.message("start it with: pando run" + option());
  }

  private String option() {
    return (config == null ? "" : " -c " + config)
        + (dataDirectory == null ? "" : " --data-dir " + dataDirectory);
  }
}
