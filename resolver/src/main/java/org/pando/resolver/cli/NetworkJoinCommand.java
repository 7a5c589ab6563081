package org.pando.resolver.cli;

import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.NetworkService.Joined;
import org.pando.resolver.control.NetworkService.Joining;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando network join}. */
@Command(
    name = "join",
    description = "Join the network of an invite.",
    footer = {
      "",
      "Its names are copied to this node and answered here from then on. An own network of the"
          + " same",
      "suffix gives way when it has no names and was never shared."
    })
final class NetworkJoinCommand extends NodeCommand {
  @Parameters(
      index = "0",
      paramLabel = "INVITE",
      description = "The line that pando network invite printed: PANDO1:...")
  private String invite = "";

  @Option(names = "--dry-run", description = "Check everything, change nothing.")
  private boolean dryRun;

  NetworkJoinCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException {
    Reply<Joined> reply = client.join(new Joining(invite.strip(), dryRun));
    if (printedAsJson(reply)) {
      return;
    }
    Joined joined = reply.value();
    String suffix = joined.network().suffix();
    if (joined.isNew()) {
      output().data((dryRun ? "would join " : "joined ") + suffix);
    } else {
      output().data("this node is in " + suffix + " already; the invite's addresses are kept");
    }
    if (joined.gaveWay() != null) {
      output()
          .message(
              "your own "
                  + suffix
                  + ", which had no names, "
                  + (dryRun ? "would give way" : "has given way"));
    }
    if (!dryRun) {
      output().message("see how it goes with: pando peers");
    }
  }
}
