package org.pando.resolver.cli;

import java.util.List;
import java.util.Locale;
import org.pando.resolver.control.ControlException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How a command that failed ends: a message, what to try next, an exit code. */
final class Failures {
  private final Output output;

  Failures(Output output) {
    this.output = output;
  }

  /** The arguments are wrong. */
  int usage(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    output.error(
        usageMessage(e) + "; try: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE.number();
  }

  /** The command threw. */
  int execution(Exception e, CommandLine command, ParseResult parsed) {
    return switch (e) {
      case ControlException control -> failed(control, ExitCode.of(control.kind()));
      case CommandException failure -> failed(failure, failure.exitCode());
      default -> bug(e);
    };
  }

  private int failed(Exception e, ExitCode exitCode) {
    output.error(String.valueOf(e.getMessage()));
    return exitCode.number();
  }

  private int bug(Exception e) {
    output.error(e + "; this is a bug" + "; -v shows details");
    output.details(e);
    return ExitCode.FAILED.number();
  }

  private static String usageMessage(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      return unmatched(unmatched);
    }
    String message = String.valueOf(e.getMessage());
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private static String unmatched(UnmatchedArgumentException e) {
    String argument = e.getUnmatched().getFirst();
    boolean option = argument.startsWith("-");
    boolean command = !e.getCommandLine().getSubcommands().isEmpty();
    String what = option ? "unknown option" : command ? "unknown command" : "unexpected argument";
    List<String> suggestions = option || command ? e.getSuggestions() : List.of();
    String didYouMean =
        suggestions.isEmpty() ? "" : "; did you mean " + suggestions.getFirst() + "?";
    return what + " '" + argument + "'" + didYouMean;
  }
}
