package org.pando.resolver.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.NameChange;
import org.pando.resolver.control.NameLife;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando recover}. */
@Command(
    name = "recover",
    description = "Take NAME back with its recovery key, revoked or not.",
    footer = {
      "",
      "The name gets a new owner key and keeps its records, unless others are given. The recovery"
          + " key",
      "must be on the node: pando key import FILE"
    })
final class RecoverCommand extends SigningCommand {
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
      names = "--key",
      paramLabel = "LABEL",
      description = "Own the name with this key, made when there is none (default: a new one).")
  private @Nullable String key;

  @Option(
      names = "--expect-seq",
      paramLabel = "N",
      description = "Refuse when the zone is not at this sequence number.")
  private @Nullable Long expectSeq;

  @Option(names = "--dry-run", description = "Check everything, change nothing.")
  private boolean dryRun;

  RecoverCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  String decidedName() {
    return name;
  }

  @Override
  void sign(ControlClient client) throws ControlException, CommandException {
    NameLife.Recovery how =
        new NameLife.Recovery(
            key,
            RecordArguments.records(words),
            file == null ? null : ZoneFiles.read(file, context().console()),
            expectSeq,
            dryRun);
    Reply<NameChange> reply = signed(client, node -> node.recover(name, how));
    Changes.announceKey(output(), reply.value());
    if (!printedAsJson(reply)) {
      Changes.print(output(), dryRun ? "would recover" : "recovered", reply.value());
    }
  }
}
