package org.pando.resolver.cli;

import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.Reply;
import org.pando.resolver.control.WitnessService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Owned by the thread that runs it: {@code pando network witness resume}. */
@Command(
    name = "resume",
    description = "Sign as a witness again, after the data directory was restored or moved.",
    footer = {
      "",
      "A witness may not vote twice, so it stops signing when its memory of that may be"
          + " incomplete.",
      "Go on only when no other copy of this node runs or will ever run: two copies that sign can"
          + " give",
      "one name to two owners."
    })
final class NetworkWitnessResumeCommand extends NodeCommand {
  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Check everything, change nothing.")
  private boolean dryRun;

  NetworkWitnessResumeCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException, CommandException {
    Confirmation.ask(
        context(),
        output(),
        yes || dryRun,
        "sign as a witness again, because no other copy of this node runs or will ever run?");
    Reply<WitnessService.Resumed> reply =
        client.resumeWitness(new WitnessService.Resumption(dryRun));
    if (printedAsJson(reply)) {
      return;
    }
    output().data(dryRun ? "would sign as a witness again" : "this node signs as a witness again");
    reply.value().problems().forEach(output()::message);
  }
}
