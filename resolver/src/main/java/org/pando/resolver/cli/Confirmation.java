package org.pando.resolver.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Asks a person before something that cannot be taken back. */
final class Confirmation {
  private static final int LONGEST_ANSWER = 100;

  private Confirmation() {}

  /**
   * Returns when the answer is yes.
   *
   * @param given {@code --yes}
   * @param question ends with a question mark
   * @throws CommandException when the answer is no, or nobody can be asked
   */
  static void ask(CliContext context, Output output, boolean given, String question)
      throws CommandException {
    if (given) {
      return;
    }
    if (!context.console().terminal()) {
      throw new CommandException(
          ExitCode.USAGE, "nobody is there to answer: " + question + " With --yes it is answered");
    }
    output.prompt(question + " [y/N] ");
    if (!isYes(line(context.console().in()))) {
      throw new CommandException(ExitCode.FAILED, "not confirmed; nothing was changed");
    }
  }

  private static boolean isYes(String answer) {
    String word = answer.trim().toLowerCase(Locale.ROOT);
    return word.equals("y") || word.equals("yes");
  }

  private static String line(InputStream in) throws CommandException {
    StringBuilder line = new StringBuilder();
    try {
      for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
        if (line.length() < LONGEST_ANSWER) {
          line.append(new String(new byte[] {(byte) octet}, StandardCharsets.ISO_8859_1));
        }
      }
      return line.toString();
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED, "the answer cannot be read (" + e.getMessage() + "); use --yes", e);
    }
  }
}
