package org.pando.resolver.config;

import java.nio.file.Path;

/** Where a value was written. */
public sealed interface Place {
  /** What stands before the message: {@code file:line:column}, a file, or a variable. */
  String text();

  /**
   * A key or a list element in a file.
   *
   * @param line from 1
   * @param column from 1, in characters
   */
  record InFile(Path file, int line, int column) implements Place {
    @Override
    public String text() {
      return file + ":" + line + ":" + column;
    }
  }

  /** A file of which no part can be named, because it cannot be read. */
  record WholeFile(Path file) implements Place {
    @Override
    public String text() {
      return file.toString();
    }
  }

  /** An environment variable. */
  record Environment(String variable) implements Place {
    @Override
    public String text() {
      return variable;
    }
  }

  /** Nobody wrote it: the value is a default. */
  record Nowhere() implements Place {
    @Override
    public String text() {
      return "default";
    }
  }
}
