package org.pando.resolver.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.KeyInfo;
import org.pando.resolver.control.KeySecret;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando key export}. */
@Command(
    name = "export",
    description = "Copy a secret key out of the node.",
    footer = {
      "",
      "A key under a passphrase stays under it in its file. The 24 words are the key itself: they",
      "need the passphrase once, and nothing afterwards."
    })
final class KeyExportCommand extends SigningCommand {
  @Parameters(index = "0", paramLabel = "LABEL", description = "The key.")
  private String label = "";

  @Option(
      names = "--mnemonic",
      description = "As 24 words to write down (BIP 39), instead of the key's file.")
  private boolean mnemonic;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write to this new file, which only you may read, instead of standard output.")
  private @Nullable Path out;

  KeyExportCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void sign(ControlClient client) throws ControlException, CommandException {
    if (out != null && json()) {
      throw new CommandException(
          ExitCode.USAGE, "--out writes the bare text, --json prints it as an object; give one");
    }
    Reply<KeySecret> reply =
        mnemonic ? signed(client, node -> node.exportWords(label)) : client.exportFile(label);
    String text = reply.value().text();
    if (out != null) {
      SecretFile.write(out, text);
      output().message("wrote " + out);
    } else if (!printedAsJson(reply)) {
      output().data(text.stripTrailing());
    }
    if (mnemonic) {
      explainWords(client);
    }
  }

  private void explainWords(ControlClient client) throws ControlException {
    output()
        .message("These words are the key: write them down, and keep the paper where it is safe.");
    for (KeyInfo key : client.keys().value().keys()) {
      if (key.label().equals(label)) {
        output().message("They come back with: " + importCommand(key));
      }
    }
  }

  private static String importCommand(KeyInfo key) {
    return "pando key import --mnemonic --label "
        + key.label()
        + (key.kind() == KeyInfo.Kind.RECOVERY ? " --kind recovery" : "")
        + (key.recoveryKey() == null ? "" : " --recovery " + key.recoveryKey());
  }
}
