package org.pando.resolver.cli;

import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.NameChange;
import org.pando.resolver.control.NameLife;
import org.pando.resolver.control.Reply;
import org.pando.resolver.control.TextFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando revoke}. */
@Command(
    name = "revoke",
    description = "Take NAME out of service, for when its key is lost or stolen.",
    footer = {
      "",
      "Uses the owner key, else the recovery key, else the revocation that was signed in advance"
          + " and",
      "is kept in the folder revocations of the data directory. It is undone with the recovery"
          + " key:",
      "  pando recover NAME"
    })
final class RevokeCommand extends SigningCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The name.")
  private String name = "";

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Use this revocation, signed in advance; - is standard input.")
  private @Nullable String file;

  @Option(
      names = "--expect-seq",
      paramLabel = "N",
      description = "Refuse when the zone is not at this sequence number.")
  private @Nullable Long expectSeq;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Check everything, change nothing.")
  private boolean dryRun;

  RevokeCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void sign(ControlClient client) throws ControlException, CommandException {
    TextFile given =
        file == null ? null : TextFiles.read(file, "revocation", "--file", context().console());
    Confirmation.ask(
        context(),
        output(),
        yes || dryRun,
        "take " + name + " out of service, until its recovery key takes it back?");
    NameLife.Revocation how = new NameLife.Revocation(given, expectSeq, dryRun);
    Reply<NameChange> reply = signed(client, node -> node.revoke(name, how));
    if (printedAsJson(reply)) {
      return;
    }
    NameChange change = reply.value();
    if (!change.changed()) {
      output().data(change.name() + " is revoked already");
      return;
    }
    Changes.print(output(), dryRun ? "would revoke" : "revoked", change);
  }
}
