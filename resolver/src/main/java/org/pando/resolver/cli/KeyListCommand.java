package org.pando.resolver.cli;

import java.util.List;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.KeyInfo;
import org.pando.resolver.control.KeyService;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;

/** Owned by the thread that runs it: {@code pando key list}. */
@Command(name = "list", description = "The keys on this node.")
final class KeyListCommand extends NodeCommand {
  KeyListCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException {
    Reply<KeyService.KeyList> reply = client.keys();
    if (printedAsJson(reply)) {
      return;
    }
    List<List<String>> rows =
        reply.value().keys().stream()
            .map(
                key ->
                    List.of(
                        key.label(),
                        Text.kind(key.kind()),
                        key.hasPassphrase() ? "passphrase" : "open",
                        key.publicKey(),
                        key.file()))
            .toList();
    output().table("", rows);
    reply.value().problems().forEach(problem -> output().message("pando: " + problem));
    if (reply.value().keys().stream().noneMatch(key -> key.kind() == KeyInfo.Kind.OWNER)) {
      output().message("no owner key yet; the first is made by: pando register NAME RECORD");
    }
  }
}
