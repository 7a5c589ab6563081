package org.pando.resolver.cli;

import java.util.List;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.ControlRoutes;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;

/** Owned by the thread that runs it: {@code pando key list}. */
@Command(name = "list", description = "The owner keys on this node.")
final class KeyListCommand extends NodeCommand {
  KeyListCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException {
    Reply<ControlRoutes.KeyList> reply = client.keys();
    if (printedAsJson(reply)) {
      return;
    }
    List<List<String>> rows =
        reply.value().keys().stream()
            .map(key -> List.of(key.label(), key.publicKey(), key.file()))
            .toList();
    output().table("", rows);
    if (rows.isEmpty()) {
      output().message("no keys yet; the first is made by: pando register NAME RECORD");
    }
  }
}
