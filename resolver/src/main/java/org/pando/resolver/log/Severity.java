package org.pando.resolver.log;

import java.util.Locale;
import java.util.logging.Level;
import org.pando.resolver.config.LogLevel;

/** How bad it is, in the words of the log and in the numbers of syslog (RFC 5424, 6.2.1). */
enum Severity {
  DEBUG("DEBUG", 7),
  INFO("INFO ", 6),
  WARN("WARN ", 4),
  ERROR("ERROR", 3);

  private final String column;
  private final int priority;

  Severity(String column, int priority) {
    this.column = column;
    this.priority = priority;
  }

  static Severity of(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return ERROR;
    }
    if (value >= Level.WARNING.intValue()) {
      return WARN;
    }
    return value >= Level.INFO.intValue() ? INFO : DEBUG;
  }

  /** The level of java.util.logging that SLF4J uses for it. */
  static Level threshold(LogLevel level) {
    return switch (level) {
      case DEBUG -> Level.FINE;
      case INFO -> Level.INFO;
      case WARN -> Level.WARNING;
      case ERROR -> Level.SEVERE;
    };
  }

  /** Five characters. */
  String column() {
    return column;
  }

  String word() {
    return column.strip().toLowerCase(Locale.ROOT);
  }

  int priority() {
    return priority;
  }
}
