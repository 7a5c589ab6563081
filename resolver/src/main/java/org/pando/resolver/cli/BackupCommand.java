package org.pando.resolver.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.pando.resolver.control.BackupService.BackupReport;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando backup}. */
@Command(
    name = "backup",
    description = {
      "Write keys, networks and names to one file.",
      "The running node writes it, so that it must be allowed to; a file is never overwritten.",
      "'pando restore' makes a data directory from it."
    })
final class BackupCommand extends NodeCommand {
  /** A million names take less than two minutes. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  @Parameters(index = "0", paramLabel = "FILE", description = "A new file.")
  private Path file = Path.of("");

  BackupCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  Duration patience() {
    return PATIENCE;
  }

  @Override
  void run(ControlClient client) throws ControlException {
    Reply<BackupReport> reply = client.backUp(file.toAbsolutePath().normalize().toString());
    BackupReport report = reply.value();
    if (!printedAsJson(reply)) {
      output()
          .data(
              "backed up "
                  + Text.count(report.names(), "name")
                  + " and "
                  + Text.count(report.keys().size(), "key")
                  + " to "
                  + report.file()
                  + " ("
                  + Text.size(report.bytes())
                  + ")");
    }
    BackupKeys.announce(output(), report.unprotectedKeys(), report.problems());
  }
}
