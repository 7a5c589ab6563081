package org.pando.resolver.cli;

import org.jspecify.annotations.Nullable;
import org.pando.registry.Passphrase;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.KeyInfo;
import org.pando.resolver.control.Passphrases;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando key new}. */
@Command(
    name = "new",
    description = "Make an owner key and its recovery key.",
    footer = {
      "",
      "Keys that are made by the way, such as the first one, have no passphrase; give them one"
          + " with:",
      "  pando key passphrase default"
    })
final class KeyNewCommand extends NodeCommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "LABEL",
      description = "What to call it: one word (default: default).")
  private @Nullable String label;

  @Option(names = "--passphrase", description = "Ask for a passphrase and put both keys under it.")
  private boolean ask;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "Put both keys under the passphrase in the first line of this file; - is standard input.")
  private @Nullable String passphraseFile;

  KeyNewCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException, CommandException {
    try (Passphrase protection = protection()) {
      Reply<KeyInfo> reply = client.with(new Passphrases(null, protection)).newKey(label);
      Changes.announceKey(output(), reply.value());
      if (!printedAsJson(reply)) {
        output().data(reply.value().label() + "  " + reply.value().publicKey());
      }
    }
  }

  private @Nullable Passphrase protection() throws CommandException {
    PassphraseInput input = new PassphraseInput(context());
    if (passphraseFile != null) {
      return input.read(passphraseFile);
    }
    if (ask && !input.canAsk()) {
      throw new CommandException(
          ExitCode.USAGE, "--passphrase needs a terminal; in a script use --passphrase-file FILE");
    }
    return ask ? input.askNew() : null;
  }
}
