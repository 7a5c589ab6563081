package org.pando.resolver.cli;

import org.jspecify.annotations.Nullable;
import org.pando.registry.Passphrase;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.Passphrases;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Option;

/** Owned by the thread that runs it: a command that may need a key under a passphrase. */
abstract class SigningCommand extends NodeCommand {
  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "The key's passphrase is the first line of this file; - is standard input. Without it"
              + " a terminal asks.")
  private @Nullable String passphraseFile;

  SigningCommand(CliContext context, Output output) {
    super(context, output);
  }

  /** Asks the node for something that it may have to sign. */
  @FunctionalInterface
  interface Request<T> {
    Reply<T> send(ControlClient client) throws ControlException;
  }

  /** The passphrase is read first: the rest of standard input is then the command's. */
  @Override
  final void run(ControlClient client) throws ControlException, CommandException {
    if (passphraseFile == null) {
      sign(client);
      return;
    }
    try (Passphrase given = new PassphraseInput(context()).read(passphraseFile)) {
      sign(client.with(new Passphrases(given, null)));
    }
  }

  /** Whether a passphrase came with the command. */
  boolean passphraseGiven() {
    return passphraseFile != null;
  }

  /** The name about which a witness decides; null when a key alone does. */
  @Nullable String decidedName() {
    return null;
  }

  abstract void sign(ControlClient client) throws ControlException, CommandException;

  /** Sends a request; when a person can open the key that it needs, once more with that. */
  <T> Reply<T> signed(ControlClient client, Request<T> request)
      throws ControlException, CommandException {
    String decided = decidedName();
    if (decided != null) {
      Witnesses.announce(client, output(), decided);
    }
    try {
      return request.send(client);
    } catch (ControlException e) {
      PassphraseInput input = new PassphraseInput(context());
      if (e.kind() != ControlException.Kind.LOCKED || passphraseFile != null || !input.canAsk()) {
        throw e;
      }
      output().message("pando: " + e.getMessage());
      try (Passphrase typed = input.ask("passphrase: ")) {
        return request.send(client.with(new Passphrases(typed, null)));
      }
    }
  }
}
