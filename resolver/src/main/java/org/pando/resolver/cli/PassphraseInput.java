package org.pando.resolver.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;

/** Where passphrases come from: the first line of a file, or a person. */
final class PassphraseInput {
  private static final String STDIN = "-";

  private final CliContext context;

  PassphraseInput(CliContext context) {
    this.context = context;
  }

  /**
   * The first line of a file. Of standard input no more than that line is read.
   *
   * @param file a path, or {@code -} for standard input
   * @throws CommandException USAGE when it cannot be read or is no passphrase
   */
  Passphrase read(String file) throws CommandException {
    try {
      if (file.equals(STDIN)) {
        return passphrase("<stdin>", context.console().in());
      }
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        return passphrase(file, in);
      }
    } catch (NoSuchFileException e) {
      throw new CommandException(
          ExitCode.USAGE, file + ": no such file; its first line is to be the passphrase", e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static Passphrase passphrase(String name, InputStream in)
      throws IOException, CommandException {
    byte[] line = new byte[Passphrase.MAX_LENGTH + 2];
    int length = 0;
    try {
      int octet = in.read();
      while (octet >= 0 && octet != '\n' && length < line.length) {
        line[length++] = (byte) octet;
        octet = in.read();
      }
      boolean windows = length > 0 && line[length - 1] == '\r';
      byte[] octets = Arrays.copyOf(line, windows ? length - 1 : length);
      try {
        return Passphrase.ofUtf8(octets);
      } finally {
        Arrays.fill(octets, (byte) 0);
      }
    } catch (RegistryException e) {
      throw new CommandException(ExitCode.USAGE, name + ", line 1: " + e.getMessage(), e);
    } finally {
      Arrays.fill(line, (byte) 0);
    }
  }

  /** Whether a person can be asked. */
  boolean canAsk() {
    return context.console().terminal();
  }

  /**
   * A new passphrase, which a person types twice.
   *
   * @throws CommandException as {@link #ask}; USAGE also when the two differ
   */
  Passphrase askNew() throws CommandException {
    Passphrase first = ask("new passphrase: ");
    try (Passphrase second = ask("once more: ")) {
      if (!first.isSame(second)) {
        throw new CommandException(ExitCode.USAGE, "the two differ; nothing was done, try again");
      }
      return first;
    } catch (CommandException e) {
      first.close();
      throw e;
    }
  }

  /**
   * What a person types.
   *
   * @throws CommandException USAGE when it is no passphrase, FAILED when the input ended
   */
  Passphrase ask(String question) throws CommandException {
    char[] typed = context.hiddenPrompt().ask(question);
    if (typed == null) {
      throw new CommandException(ExitCode.FAILED, "no passphrase was typed; nothing was done");
    }
    try {
      return Passphrase.of(typed);
    } catch (RegistryException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    } finally {
      Arrays.fill(typed, '\0');
    }
  }
}
