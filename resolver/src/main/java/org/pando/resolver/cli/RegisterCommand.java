package org.pando.resolver.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.NameChange;
import org.pando.resolver.control.RegisterRequest;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando register}. */
@Command(
    name = "register",
    description = "Claim NAME with its first records.",
    footer = {
      "",
      "A RECORD is a zone-file line without the class, its owner relative to NAME; quote it:",
      "  pando register blog 'A 192.0.2.10' 'www CNAME @'",
      "Without any quotes, the words after NAME are one record:",
      "  pando register blog A 192.0.2.10"
    })
final class RegisterCommand extends SigningCommand {
  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "The name; without a dot it is in the default network.")
  private String name = "";

  @Parameters(index = "1..*", paramLabel = "RECORD", description = "Its records.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--file",
      paramLabel = "ZONEFILE",
      description = "Take records from this file; - is standard input.")
  private @Nullable String file;

  @Option(
      names = "--key",
      paramLabel = "LABEL",
      description = "Own the name with this key (default: the first key, made when there is none).")
  private @Nullable String key;

  @Option(names = "--dry-run", description = "Check everything, change nothing.")
  private boolean dryRun;

  RegisterCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void sign(ControlClient client) throws ControlException, CommandException {
    List<String> records = RecordArguments.records(words);
    if (records.isEmpty() && file == null) {
      throw new CommandException(
          ExitCode.USAGE,
          "no records given for " + name + "; try: pando register " + name + " A 192.0.2.10");
    }
    RegisterRequest request =
        new RegisterRequest(
            name,
            records,
            file == null ? null : ZoneFiles.read(file, context().console()),
            key,
            dryRun);
    Reply<NameChange> reply = signed(client, node -> node.register(request));
    Changes.announceKey(output(), reply.value());
    if (printedAsJson(reply)) {
      return;
    }
    Changes.print(output(), dryRun ? "would register" : "registered", reply.value());
  }
}
