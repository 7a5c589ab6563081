package org.pando.resolver.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.KeyNameRequest;
import org.pando.resolver.control.NameChange;
import org.pando.resolver.control.RegisterRequest;
import org.pando.resolver.control.Reply;
import org.pando.resolver.control.ZoneFile;
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
      "  pando register blog A 192.0.2.10",
      "A key has a name of its own, which is nobody else's:",
      "  pando register --key-name A 192.0.2.10"
    })
final class RegisterCommand extends SigningCommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "The name; without a dot it is in the default network.")
  private @Nullable String name;

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

  @Option(
      names = "--key-name",
      description =
          "In place of NAME: the name that the key has by itself, 52 characters below key. It needs"
              + " nobody's consent and has no lease.")
  private boolean keyName;

  @Option(names = "--dry-run", description = "Check everything, change nothing.")
  private boolean dryRun;

  RegisterCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  @Nullable String decidedName() {
    return keyName ? null : name;
  }

  @Override
  void sign(ControlClient client) throws ControlException, CommandException {
    Reply<NameChange> reply = keyName ? registerKeyName(client) : register(client);
    Changes.announceKey(output(), reply.value());
    if (!printedAsJson(reply)) {
      Changes.print(output(), dryRun ? "would register" : "registered", reply.value());
    }
  }

  private Reply<NameChange> register(ControlClient client)
      throws ControlException, CommandException {
    if (name == null) {
      throw new CommandException(
          ExitCode.USAGE, "NAME is missing; try: pando register blog A 192.0.2.10");
    }
    RegisterRequest request =
        new RegisterRequest(name, records(name, words), zoneFile(), key, dryRun);
    return signed(client, node -> node.register(request));
  }

  /** What stands in place of NAME is a record already. */
  private Reply<NameChange> registerKeyName(ControlClient client)
      throws ControlException, CommandException {
    List<String> all = new ArrayList<>();
    if (name != null) {
      all.add(name);
    }
    all.addAll(words);
    KeyNameRequest request =
        new KeyNameRequest(key, records("--key-name", all), zoneFile(), dryRun);
    return signed(client, node -> node.registerKeyName(request));
  }

  private List<String> records(String what, List<String> arguments) throws CommandException {
    List<String> records = RecordArguments.records(arguments);
    if (records.isEmpty() && file == null) {
      throw new CommandException(
          ExitCode.USAGE,
          "no records given for " + what + "; try: pando register " + what + " A 192.0.2.10");
    }
    return records;
  }

  private @Nullable ZoneFile zoneFile() throws CommandException {
    return file == null ? null : ZoneFiles.read(file, context().console());
  }
}
