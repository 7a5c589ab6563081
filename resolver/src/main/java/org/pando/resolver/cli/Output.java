package org.pando.resolver.cli;

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

  /** Whether somebody takes what was asked for: a pipe may have been closed. */
  boolean isOpen() {
    return !console.out().checkError();
  }

  /** A part of a line of what was asked for. */
  void dataPart(String text) {
    console.out().print(text);
  }

  /** A line for a person; not with -q. */
  void message(String line) {
    if (options.verbosity() != Verbosity.QUIET) {
      console.err().println(line);
    }
  }

  /** A question to a person, who answers on the same line. */
  void prompt(String question) {
    console.err().print(question);
    console.err().flush();
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

  /** Rows in columns. */
  void table(String indent, List<List<String>> rows) {
    table(indent).print(rows);
  }

  /** A table that is printed in parts. */
  Table table(String indent) {
    return new Table(indent, this::data);
  }
}
