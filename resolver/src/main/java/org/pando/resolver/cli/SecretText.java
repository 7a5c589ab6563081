package org.pando.resolver.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Secret keys as text, from where the user says; the node reads them. */
final class SecretText {
  private static final String STDIN = "-";

  /** Octets; more than any key file or any 24 words have. */
  private static final int LIMIT = 1 << 16;

  private static final int WORDS = 24;

  private final CliContext context;
  private final Output output;

  SecretText(CliContext context, Output output) {
    this.context = context;
    this.output = output;
  }

  /**
   * The text of a key file.
   *
   * @param file a path, or {@code -} for standard input
   * @throws CommandException USAGE when it cannot be read
   */
  String file(String file) throws CommandException {
    try {
      if (file.equals(STDIN)) {
        return rest(context.console().in());
      }
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        return rest(in);
      }
    } catch (NoSuchFileException e) {
      throw new CommandException(
          ExitCode.USAGE, file + ": no such key file; check the path after import", e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /**
   * Words: at a terminal as many lines as it takes, an empty one ends them; else all of standard
   * input.
   *
   * @throws CommandException FAILED when standard input cannot be read
   */
  String words() throws CommandException {
    try {
      if (!context.console().terminal()) {
        return rest(context.console().in());
      }
      output.message("The " + WORDS + " words, in as many lines as you like (they are shown):");
      StringBuilder text = new StringBuilder();
      String line = line(context.console().in());
      while (!line.isBlank()) {
        text.append(line).append('\n');
        boolean complete = text.toString().strip().split("\\s+").length >= WORDS;
        line = complete ? "" : line(context.console().in());
      }
      return text.toString();
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED, "standard input cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static String rest(InputStream in) throws IOException {
    return new String(in.readNBytes(LIMIT), StandardCharsets.UTF_8);
  }

  /** Up to the end of the line, which is left out; empty at the end of the input. */
  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int octet = in.read();
    while (octet >= 0 && octet != '\n' && line.length() < LIMIT) {
      line.append((char) octet);
      octet = in.read();
    }
    return line.toString();
  }
}
