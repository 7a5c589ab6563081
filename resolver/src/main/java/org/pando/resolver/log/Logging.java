package org.pando.resolver.log;

import java.io.PrintStream;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.pando.resolver.config.LogFormat;
import org.pando.resolver.config.LogLevel;

/**
 * The log of this process: java.util.logging behind SLF4J, set up from the configuration and not
 * from files. Libraries are heard from warn on.
 *
 * <p>The owner keeps this object as long as it wants lines: java.util.logging forgets the settings
 * of a logger that nobody holds.
 */
public final class Logging {
  private static final String OURS = "org.pando";

  private final Logger libraries = Logger.getLogger("");
  private final Logger ours = Logger.getLogger(OURS);

  private Logging() {}

  /**
   * Starts the log, or starts it anew with other settings.
   *
   * @param underJournald whether {@code out} is the systemd journal, see {@link Journal}
   */
  public static Logging start(
      LogLevel level, LogFormat format, PrintStream out, boolean underJournald) {
    LogManager.getLogManager().reset();
    boolean stackTraces = level == LogLevel.DEBUG;
    LineFormat lines =
        switch (format) {
          case JSON -> LineFormat.json(stackTraces);
          case TEXT ->
              underJournald ? LineFormat.journal(stackTraces) : LineFormat.text(stackTraces);
        };
    Logging logging = new Logging();
    Level threshold = Severity.threshold(level);
    logging.libraries.addHandler(new LineHandler(out, lines));
    logging.libraries.setLevel(level == LogLevel.ERROR ? threshold : Level.WARNING);
    logging.ours.setLevel(threshold);
    return logging;
  }
}
