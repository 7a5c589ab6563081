package org.pando.resolver.log;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Exceptions as text. */
final class Thrown {
  /** Deeper causes say nothing new; a cycle of causes ends here too. */
  private static final int MAX_CAUSES = 8;

  private Thrown() {}

  /** The messages of an exception and its causes in one line. */
  static String chain(Throwable thrown) {
    StringBuilder text = new StringBuilder(message(thrown));
    Throwable cause = thrown.getCause();
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      String message = message(cause);
      if (text.indexOf(message) < 0) {
        text.append(": ").append(message);
      }
      cause = cause.getCause();
    }
    return text.toString();
  }

  static String stackTrace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString().strip();
  }

  private static String message(Throwable thrown) {
    String message = thrown.getLocalizedMessage();
    return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message;
  }
}
