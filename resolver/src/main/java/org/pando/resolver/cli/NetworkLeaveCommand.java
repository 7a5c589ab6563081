package org.pando.resolver.cli;

import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.NetworkService.Leaving;
import org.pando.resolver.control.NetworkService.Left;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando network leave}. */
@Command(
    name = "leave",
    description = "Leave a network: its names are forgotten here and go on at its other members.")
final class NetworkLeaveCommand extends NodeCommand {
  @Parameters(index = "0", paramLabel = "SUFFIX", description = "Which network.")
  private String suffix = "";

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Check everything, change nothing.")
  private boolean dryRun;

  NetworkLeaveCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException, CommandException {
    Left outlook = client.leave(new Leaving(suffix, true)).value();
    Confirmation.ask(context(), output(), yes || dryRun, question(outlook));
    Reply<Left> reply = client.leave(new Leaving(suffix, dryRun));
    if (printedAsJson(reply)) {
      return;
    }
    Left left = reply.value();
    output()
        .data(
            (dryRun ? "would leave " : "left ")
                + left.suffix()
                + " ("
                + Text.count(left.names(), "name")
                + ")");
    if (left.founded() != null) {
      output().message("a new " + left.founded() + (dryRun ? " would be" : " is") + " founded");
    }
  }

  private static String question(Left outlook) {
    return "leave "
        + outlook.suffix()
        + " and forget its "
        + Text.count(outlook.names(), "name")
        + " here"
        + (outlook.witness() ? ", so that nobody can claim names in it any more?" : "?");
  }
}
