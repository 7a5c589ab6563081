package org.pando.resolver.cli;

import java.util.ArrayList;
import java.util.List;
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

/** Owned by the thread that runs it: {@code pando transfer accept}. */
@Command(
    name = "accept",
    description = "Take NAME over, which was offered to a key on the node.",
    footer = {"", "Without records, the present ones are kept."})
final class TransferAcceptCommand extends SigningCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The name.")
  private String name = "";

  @Parameters(
      index = "1..*",
      paramLabel = "RECORD",
      description = "Records in place of the present ones.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--file",
      paramLabel = "ZONEFILE",
      description = "Take records from this file; - is standard input.")
  private @Nullable String file;

  @Option(
      names = "--offer",
      paramLabel = "FILE",
      description = "The offer (default: the one that the node itself made).")
  private @Nullable String offer;

  @Option(
      names = "--expect-seq",
      paramLabel = "N",
      description = "Refuse when the zone is not at this sequence number.")
  private @Nullable Long expectSeq;

  @Option(names = "--dry-run", description = "Check everything, change nothing.")
  private boolean dryRun;

  TransferAcceptCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  String decidedName() {
    return name;
  }

  @Override
  void sign(ControlClient client) throws ControlException, CommandException {
    TextFile given =
        offer == null ? null : TextFiles.read(offer, "offer", "--offer", context().console());
    NameLife.Acceptance how =
        new NameLife.Acceptance(
            given,
            RecordArguments.records(words),
            file == null ? null : ZoneFiles.read(file, context().console()),
            expectSeq,
            dryRun);
    Reply<NameChange> reply = signed(client, node -> node.accept(name, how));
    if (!printedAsJson(reply)) {
      Changes.print(output(), dryRun ? "would take over" : "took over", reply.value());
    }
  }
}
