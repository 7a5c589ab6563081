package org.pando.resolver.cli;

import java.io.IOException;
import java.nio.file.Path;

/** Starts the user's editor. */
@FunctionalInterface
public interface Editor {
  /**
   * Returns when the editor has ended.
   *
   * @param command what {@code $VISUAL} or {@code $EDITOR} holds: a program, perhaps with arguments
   * @return its exit status, 0 for success
   */
  int edit(String command, Path file) throws IOException, InterruptedException;
}
