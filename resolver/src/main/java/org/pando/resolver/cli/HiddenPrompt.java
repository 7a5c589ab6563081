package org.pando.resolver.cli;

import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal for something that is not shown while it is typed. */
@FunctionalInterface
public interface HiddenPrompt {
  /**
   * Waits for a line.
   *
   * @return the line, for the caller to overwrite after use; null when the input has ended
   */
  char @Nullable [] ask(String question);
}
