package org.pando.resolver.cli;

import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.NameChange;
import org.pando.resolver.control.NameLife;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando release}. */
@Command(
    name = "release",
    description = "Give NAME up: it stops answering, and anybody can claim it at once.")
final class ReleaseCommand extends SigningCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The name.")
  private String name = "";

  @Option(
      names = "--expect-seq",
      paramLabel = "N",
      description = "Refuse when the zone is not at this sequence number.")
  private @Nullable Long expectSeq;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Check everything, change nothing.")
  private boolean dryRun;

  ReleaseCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  String decidedName() {
    return name;
  }

  @Override
  void sign(ControlClient client) throws ControlException, CommandException {
    Confirmation.ask(
        context(), output(), yes || dryRun, "give " + name + " up, so that anybody can claim it?");
    Reply<NameChange> reply =
        signed(client, node -> node.release(name, new NameLife.Release(expectSeq, dryRun)));
    if (!printedAsJson(reply)) {
      Changes.print(output(), dryRun ? "would release" : "released", reply.value());
    }
  }
}
