package org.pando.resolver.log;

import java.io.PrintStream;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Writes each line at once and in one piece; any thread. */
final class LineHandler extends Handler {
  private final PrintStream out;

  LineHandler(PrintStream out, Formatter format) {
    this.out = out;
    setFormatter(format);
    setLevel(Level.ALL);
  }

  @Override
  public void publish(LogRecord logged) {
    if (isLoggable(logged)) {
      out.print(getFormatter().format(logged));
      out.flush();
    }
  }

  @Override
  public void flush() {
    out.flush();
  }

  /** The stream belongs to somebody else. */
  @Override
  public void close() {
    out.flush();
  }
}
