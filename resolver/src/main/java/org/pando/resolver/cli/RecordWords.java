package org.pando.resolver.cli;

import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Takes the value of {@code --add} and {@code --remove}: one quoted record, or the bare words of
 * one up to the next option.
 */
final class RecordWords implements IParameterConsumer {
  @Override
  @SuppressWarnings("JdkObsolete") // the signature is picocli's
  public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
    if (arguments.isEmpty() || arguments.peek().startsWith("--")) {
      throw new ParameterException(
          command.commandLine(),
          "option " + optionName(option) + " needs a RECORD, such as 'A 192.0.2.10'");
    }
    StringBuilder record = new StringBuilder(arguments.pop());
    if (!RecordArguments.hasWhiteSpace(record.toString())) {
      while (!arguments.isEmpty() && !arguments.peek().startsWith("-")) {
        record.append(' ').append(arguments.pop());
      }
    }
    List<String> records = option.getValue();
    records.add(record.toString());
  }

  private static String optionName(ArgSpec option) {
    return ((picocli.CommandLine.Model.OptionSpec) option).longestName();
  }
}
