package org.pando.resolver.cli;

import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.KeyInfo;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando key new}. */
@Command(name = "new", description = "Make an owner key and its recovery key.")
final class KeyNewCommand extends NodeCommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "LABEL",
      description = "What to call it: one word (default: default).")
  private @Nullable String label;

  KeyNewCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException {
    Reply<KeyInfo> reply = client.newKey(label);
    Changes.announceKey(output(), reply.value());
    if (!printedAsJson(reply)) {
      output().data(reply.value().label() + "  " + reply.value().publicKey());
    }
  }
}
