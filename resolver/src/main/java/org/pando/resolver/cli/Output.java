package org.pando.resolver.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Owned by the thread of the command: data to stdout, messages to stderr, as -q and -v ask. */
final class Output {
  private final Console console;
  private final GlobalOptions options;
  private final boolean colourAllowed;

  /**
   * @param colourAllowed false when the environment forbids it ({@code NO_COLOR})
   */
  Output(Console console, GlobalOptions options, boolean colourAllowed) {
    this.console = console;
    this.options = options;
    this.colourAllowed = colourAllowed;
  }

  /** A line of what was asked for. */
  void data(String line) {
    console.out().println(line);
  }

  /** A line for a person; not with -q. */
  void message(String line) {
    if (options.verbosity() != Verbosity.QUIET) {
      console.err().println(line);
    }
  }

  /** Why the command failed; always shown. */
  void error(String message) {
    console.err().println(style("bold,red", "pando:") + " " + message);
  }

  /** A stack trace, with -v only. */
  void details(Throwable cause) {
    if (options.verbosity() == Verbosity.VERBOSE) {
      cause.printStackTrace(console.err());
    }
  }

  /** Text that stands out, on a terminal only. */
  String strong(String text) {
    return style("bold", text);
  }

  private String style(String style, String text) {
    return colour() == Ansi.ON ? Ansi.ON.string("@|" + style + " " + text + "|@") : text;
  }

  Ansi colour() {
    return console.terminal() && colourAllowed && !options.noColour() ? Ansi.ON : Ansi.OFF;
  }

  /** Rows in columns two spaces apart; the last column is not padded. */
  void table(String indent, List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        if (i == widths.size()) {
          widths.add(0);
        }
        widths.set(i, Math.max(widths.get(i), row.get(i).length()));
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i));
        if (i < row.size() - 1) {
          line.append(" ".repeat(widths.get(i) - row.get(i).length() + 2));
        }
      }
      data(line.toString().stripTrailing());
    }
  }
}
