package org.pando.resolver.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.ControlClient;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.KeyImport;
import org.pando.resolver.control.KeyInfo;
import org.pando.resolver.control.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owned by the thread that runs it: {@code pando key import}. */
@Command(
    name = "import",
    description = "Bring a secret key to this node, from a key file or from 24 words.",
    footer = {
      "",
      "What is here already is never overwritten. The words are typed at the terminal or come from",
      "standard input, in either case; four letters of a word are enough."
    })
final class KeyImportCommand extends SigningCommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "A key file; - is standard input.")
  private @Nullable String file;

  @Option(names = "--mnemonic", description = "From 24 words, instead of a file.")
  private boolean mnemonic;

  @Option(
      names = "--label",
      paramLabel = "LABEL",
      description =
          "What to call it: one word (default: as in the file; for words default, or"
              + " default.recovery).")
  private @Nullable String label;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "What the words are: owner (default) or recovery.")
  private KeyInfo.@Nullable Kind kind;

  @Option(
      names = "--recovery",
      paramLabel = "PUBLICKEY",
      description = "The public recovery key of the owner key in the words.")
  private @Nullable String recovery;

  KeyImportCommand(CliContext context, Output output) {
    super(context, output);
  }

  @Override
  void sign(ControlClient client) throws ControlException, CommandException {
    KeyImport secret = secret();
    Reply<KeyInfo> reply = signed(client, node -> node.importKey(secret));
    KeyInfo key = reply.value();
    output().message("kept the key '" + key.label() + "': " + key.file());
    if (key.kind() == KeyInfo.Kind.OWNER && key.recoveryKey() == null) {
      output()
          .message(
              "  It names no recovery key: nothing can take back what it registers from now on.");
    }
    if (!printedAsJson(reply)) {
      output().data(key.label() + "  " + key.publicKey());
    }
  }

  private KeyImport secret() throws CommandException {
    checkOptions();
    SecretText text = new SecretText(context(), output());
    if (file != null) {
      return new KeyImport.File(file.equals("-") ? "<stdin>" : file, text.file(file), label);
    }
    KeyInfo.Kind meant = kind == null ? KeyInfo.Kind.OWNER : kind;
    return new KeyImport.Words(text.words(), meant, label, recovery);
  }

  private void checkOptions() throws CommandException {
    List<String> misplaced = new ArrayList<>();
    if ((file == null) != mnemonic) {
      throw new CommandException(
          ExitCode.USAGE,
          "give either a key file or --mnemonic; example: pando key import blog.key");
    }
    if (!mnemonic && kind != null) {
      misplaced.add("--kind");
    }
    if (!mnemonic && recovery != null) {
      misplaced.add("--recovery");
    }
    if (!misplaced.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          String.join(", ", misplaced) + ": a key file says so itself; leave it out");
    }
    if (mnemonic && passphraseGiven()) {
      throw new CommandException(
          ExitCode.USAGE,
          "words have no passphrase; give the key one afterwards: pando key passphrase LABEL");
    }
  }
}
