package org.pando.resolver.cli;

import java.util.List;

/** Zone-file lines from shell arguments. */
final class RecordArguments {
  private RecordArguments() {}

  /**
   * One record per argument; when no argument contains white space they are the words of one
   * record.
   */
  static List<String> records(List<String> arguments) {
    boolean quoted = arguments.stream().anyMatch(RecordArguments::hasWhiteSpace);
    if (quoted || arguments.isEmpty()) {
      return List.copyOf(arguments);
    }
    return List.of(String.join(" ", arguments));
  }

  /** Whether an argument is more than one word, that is, a whole record. */
  static boolean hasWhiteSpace(String argument) {
    return argument.chars().anyMatch(Character::isWhitespace);
  }
}
