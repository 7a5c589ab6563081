package org.pando.resolver.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.NameChange;
import org.pando.resolver.control.Reply;
import org.pando.resolver.control.ZoneChange;
import org.pando.resolver.control.ZoneFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando update}. */
@Command(
    name = "update",
    description = "Change the records of NAME.",
    footer = {
      "",
      "Quote a RECORD when anything but an option follows it:",
      "  pando update blog --remove 'A 192.0.2.10' --add 'A 192.0.2.11'"
    })
final class UpdateCommand extends SigningCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "The name.")
  private String name = "";

  @Option(
      names = "--add",
      paramLabel = "RECORD",
      parameterConsumer = RecordWords.class,
      description = "Add a record.")
  private List<String> add = new ArrayList<>();

  @Option(
      names = "--remove",
      paramLabel = "RECORD",
      parameterConsumer = RecordWords.class,
      description = "Remove a record; without a time to live it matches any.")
  private List<String> remove = new ArrayList<>();

  @Option(
      names = "--file",
      paramLabel = "ZONEFILE",
      description = "Replace all records by those in this file; - is standard input.")
  private @Nullable String file;

  @Option(names = "--edit", description = "Change the zone in $$VISUAL or $$EDITOR.")
  private boolean edit;

  @Option(
      names = "--expect-seq",
      paramLabel = "N",
      description = "Refuse when the zone is not at this sequence number.")
  private @Nullable Long expectSeq;

  @Option(names = "--dry-run", description = "Check everything, change nothing.")
  private boolean dryRun;

  UpdateCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void sign(ControlClient client) throws ControlException, CommandException {
    checkOptions();
    if (edit) {
      edit(client);
    } else {
      ZoneFile zone = file == null ? null : ZoneFiles.read(file, context().console());
      send(client, new ZoneChange(add, remove, zone, expectSeq, dryRun));
    }
  }

  private void checkOptions() throws CommandException {
    boolean lines = !add.isEmpty() || !remove.isEmpty();
    if (!lines && file == null && !edit) {
      throw new CommandException(
          ExitCode.USAGE,
          "nothing to change in " + name + "; give --add, --remove, --file or --edit");
    }
    if (edit && (lines || file != null)) {
      throw new CommandException(
          ExitCode.USAGE, "--edit cannot be combined with --add, --remove or --file; use one");
    }
  }

  private void edit(ControlClient client) throws ControlException, CommandException {
    ZoneEditing editing = new ZoneEditing(context());
    ZoneEditing.Edited edited = editing.edit(client.show(name).value());
    if (edited.text() == null) {
      output().message(name + ": not edited, nothing changed");
      editing.forget(edited);
      return;
    }
    ZoneFile zone = new ZoneFile(edited.file().toString(), edited.text());
    long base = expectSeq == null ? edited.seq() : expectSeq;
    try {
      send(client, new ZoneChange(List.of(), List.of(), zone, base, dryRun));
    } catch (ControlException | CommandException e) {
      output().message("your text is kept: pando update " + name + " --file " + edited.file());
      throw e;
    }
    editing.forget(edited);
  }

  private void send(ControlClient client, ZoneChange change)
      throws ControlException, CommandException {
    Reply<NameChange> reply = signed(client, node -> node.update(name, change));
    if (printedAsJson(reply)) {
      return;
    }
    if (reply.value().changed()) {
      Changes.print(output(), dryRun ? "would update" : "updated", reply.value());
    } else {
      output().data("unchanged " + reply.value().name() + " (seq " + reply.value().seq() + ")");
    }
  }
}
