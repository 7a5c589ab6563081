package org.pando.resolver.cli;

import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.NameChange;
import org.pando.resolver.control.NameLife;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando renew}. */
@Command(
    name = "renew",
    description = "Extend the lease of NAME.",
    footer = {"", "The node renews its names by itself when a quarter of the lease is left."})
final class RenewCommand extends SigningCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The name.")
  private String name = "";

  @Option(names = "--dry-run", description = "Check everything, change nothing.")
  private boolean dryRun;

  RenewCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  String decidedName() {
    return name;
  }

  @Override
  void sign(ControlClient client) throws ControlException, CommandException {
    Reply<NameChange> reply =
        signed(client, node -> node.renew(name, new NameLife.Renewal(dryRun)));
    if (!printedAsJson(reply)) {
      Changes.print(output(), dryRun ? "would renew" : "renewed", reply.value());
    }
  }
}
