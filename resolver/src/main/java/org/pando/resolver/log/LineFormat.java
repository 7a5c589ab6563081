package org.pando.resolver.log;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;

/** Makes lines of what was logged. */
abstract class LineFormat extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);
  private static final String OURS = "org.pando.";

  private final boolean stackTraces;

  private LineFormat(boolean stackTraces) {
    this.stackTraces = stackTraces;
  }

  /** {@code 2026-01-01T10:00:00.123Z INFO server: message}. */
  static LineFormat text(boolean stackTraces) {
    return new Text(stackTraces);
  }

  /**
   * {@code <6>server: message}: the journal knows the time by itself and takes the priority from
   * the prefix (sd-daemon(3)).
   */
  static LineFormat journal(boolean stackTraces) {
    return new Journal(stackTraces);
  }

  /** One JSON object. */
  static LineFormat json(boolean stackTraces) {
    return new Json(stackTraces);
  }

  String time(LogRecord logged) {
    return TIME.format(logged.getInstant());
  }

  /** Our loggers by their package, {@code server}; those of libraries by their whole name. */
  static String source(LogRecord logged) {
    String name = logged.getLoggerName();
    if (name == null || name.isEmpty()) {
      return "pando";
    }
    if (!name.startsWith(OURS)) {
      return name;
    }
    int end = name.lastIndexOf('.');
    int start = name.lastIndexOf('.', end - 1);
    return name.substring(start + 1, end);
  }

  /** The message in one line; nothing in it can pass for another line or steer a terminal. */
  String message(LogRecord logged) {
    Throwable thrown = logged.getThrown();
    String message = formatMessage(logged);
    return printable(thrown == null ? message : message + ": " + Thrown.chain(thrown));
  }

  /** The stack trace if it is wanted, else an empty text. */
  String stackTrace(LogRecord logged) {
    Throwable thrown = logged.getThrown();
    return thrown == null || !stackTraces ? "" : Thrown.stackTrace(thrown);
  }

  private static String printable(String text) {
    return text.codePoints()
        .mapToObj(c -> Character.isISOControl(c) ? "\\x%02x".formatted(c) : Character.toString(c))
        .collect(Collectors.joining());
  }

  private static String lines(String prefix, String message, String stackTrace) {
    StringBuilder text = new StringBuilder(prefix).append(message).append('\n');
    stackTrace.lines().forEach(line -> text.append(prefix).append(line).append('\n'));
    return text.toString();
  }

  private static final class Text extends LineFormat {
    Text(boolean stackTraces) {
      super(stackTraces);
    }

    @Override
    public String format(LogRecord logged) {
      String prefix =
          time(logged)
              + " "
              + Severity.of(logged.getLevel()).column()
              + " "
              + source(logged)
              + ": ";
      return lines(prefix, message(logged), stackTrace(logged));
    }
  }

  private static final class Journal extends LineFormat {
    Journal(boolean stackTraces) {
      super(stackTraces);
    }

    @Override
    public String format(LogRecord logged) {
      String prefix = "<" + Severity.of(logged.getLevel()).priority() + ">" + source(logged) + ": ";
      return lines(prefix, message(logged), stackTrace(logged));
    }
  }

  private static final class Json extends LineFormat {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    Json(boolean stackTraces) {
      super(stackTraces);
    }

    @Override
    public String format(LogRecord logged) {
      JsonObject line = new JsonObject();
      line.addProperty("time", time(logged));
      line.addProperty("level", Severity.of(logged.getLevel()).word());
      line.addProperty("logger", source(logged));
      line.addProperty("message", formatMessage(logged));
      Throwable thrown = logged.getThrown();
      if (thrown != null) {
        String trace = stackTrace(logged);
        line.addProperty("thrown", trace.isEmpty() ? Thrown.chain(thrown) : trace);
      }
      return GSON.toJson(line) + "\n";
    }
  }
}
