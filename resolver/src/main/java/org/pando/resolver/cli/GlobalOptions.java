package org.pando.resolver.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Owned by the thread of the command: options that every command takes, in any place. */
final class GlobalOptions {
  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "No messages but errors.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "More messages; the stack trace of a bug.")
  private boolean verbose;

  @Option(
      names = "--no-color",
      scope = ScopeType.INHERIT,
      description = "Plain text on a terminal too; so does the variable NO_COLOR.")
  private boolean noColour;

  Verbosity verbosity() {
    if (verbose) {
      return Verbosity.VERBOSE;
    }
    return quiet ? Verbosity.QUIET : Verbosity.NORMAL;
  }

  boolean noColour() {
    return noColour;
  }
}
