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

/** Owned by the thread that runs it: {@code pando key passphrase}. */
@Command(
    name = "passphrase",
    description = "Put a key under a passphrase, change it, or remove it.",
    footer = {
      "",
      "Copies of the key file made earlier stay as they are: they open with what opened them then."
    })
final class KeyPassphraseCommand extends NodeCommand {
  @Parameters(index = "0", paramLabel = "LABEL", description = "An owner or recovery key.")
  private String label = "";

  @Option(names = "--remove", description = "The key shall open without passphrase.")
  private boolean remove;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "The present passphrase is the first line of this file; - is standard input. Without it"
              + " a terminal asks.")
  private @Nullable String presentFile;

  @Option(
      names = "--new-passphrase-file",
      paramLabel = "FILE",
      description = "The new passphrase, likewise; of standard input the line that follows.")
  private @Nullable String nextFile;

  KeyPassphraseCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void run(ControlClient client) throws ControlException, CommandException {
    if (remove && nextFile != null) {
      throw new CommandException(
          ExitCode.USAGE, "--remove leaves no passphrase; leave --new-passphrase-file out");
    }
    try (Passphrase present = present(client);
        Passphrase next = remove ? null : next()) {
      ControlClient asking = client.with(new Passphrases(present, next));
      Reply<KeyInfo> reply = remove ? asking.removePassphrase(label) : asking.setPassphrase(label);
      if (!printedAsJson(reply)) {
        output()
            .data(
                reply.value().label()
                    + (remove ? "  has no passphrase  " : "  has a new passphrase  ")
                    + reply.value().file());
      }
    }
  }

  /** Null when the key needs none, or nobody can be asked: the node says what is missing then. */
  private @Nullable Passphrase present(ControlClient client)
      throws ControlException, CommandException {
    PassphraseInput input = new PassphraseInput(context());
    if (presentFile != null) {
      return input.read(presentFile);
    }
    boolean needed =
        client.keys().value().keys().stream()
            .anyMatch(key -> key.label().equals(label) && key.hasPassphrase());
    return needed && input.canAsk() ? input.ask("present passphrase: ") : null;
  }

  private Passphrase next() throws CommandException {
    PassphraseInput input = new PassphraseInput(context());
    if (nextFile != null) {
      return input.read(nextFile);
    }
    if (!input.canAsk()) {
      throw new CommandException(
          ExitCode.USAGE,
          "a new passphrase needs a terminal; in a script use --new-passphrase-file FILE");
    }
    return input.askNew();
  }
}
