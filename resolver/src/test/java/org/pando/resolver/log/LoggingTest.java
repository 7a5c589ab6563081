package org.pando.resolver.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pando.resolver.config.LogFormat;
import org.pando.resolver.config.LogLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
  private final IOException cause = new IOException("connection reset");
  private final Exception failure = new IllegalStateException("upstream failed", cause);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final Logger ours = LoggerFactory.getLogger("org.pando.resolver.server.UdpListener");
  private final Logger library = LoggerFactory.getLogger("io.netty.channel.Channel");

  @TempDir private Path folder;

  /** The log of the process as the Java runtime sets it up. */
  @AfterEach
  void restore() throws IOException {
    LogManager.getLogManager().readConfiguration();
  }

  @Test
  void textWithTimeLevelAndPackage() {
    assertEquals(
        "2026-01-01T10:00:00.123Z INFO  server: ready\n",
        LineFormat.text(false).format(logged(Level.INFO, "ready", null)));
    assertEquals(
        "2026-01-01T10:00:00.123Z ERROR server: ready: upstream failed: connection reset\n",
        LineFormat.text(false).format(logged(Level.SEVERE, "ready", failure)));
  }

  @Test
  void journalWithPriorityAndWithoutTime() {
    LineFormat journal = LineFormat.journal(false);
    assertEquals("<7>server: m\n", journal.format(logged(Level.FINE, "m", null)));
    assertEquals("<6>server: m\n", journal.format(logged(Level.INFO, "m", null)));
    assertEquals("<4>server: m\n", journal.format(logged(Level.WARNING, "m", null)));
    assertEquals("<3>server: m\n", journal.format(logged(Level.SEVERE, "m", null)));
  }

  @Test
  void everyLineOfAStackTraceHasThePriority() {
    String text = LineFormat.journal(true).format(logged(Level.WARNING, "m", failure));
    assertTrue(text.contains("\n<4>server: \tat "), text);
    assertTrue(text.lines().allMatch(line -> line.startsWith("<4>server: ")), text);
  }

  @Test
  void jsonIsOneObjectALine() {
    String line = LineFormat.json(false).format(logged(Level.WARNING, "a \"b\"\nc", failure));
    assertEquals(1, line.lines().count());
    JsonObject object = JsonParser.parseString(line).getAsJsonObject();
    assertEquals(
        List.of("time", "level", "logger", "message", "thrown"), List.copyOf(object.keySet()));
    assertEquals("2026-01-01T10:00:00.123Z", object.get("time").getAsString());
    assertEquals("warn", object.get("level").getAsString());
    assertEquals("server", object.get("logger").getAsString());
    assertEquals("a \"b\"\nc", object.get("message").getAsString());
    assertEquals("upstream failed: connection reset", object.get("thrown").getAsString());
    String traced = LineFormat.json(true).format(logged(Level.WARNING, "m", failure));
    assertTrue(traced.contains("\\tat "), traced);
  }

  @Test
  void aMessageCannotPassForAnotherLine() {
    assertEquals(
        "<6>server: a\\x0a<0>b\\x1b[31m\\x9b é\n",
        LineFormat.journal(false).format(logged(Level.INFO, "a\n<0>b\u001b[31m\u009b é", null)));
  }

  @Test
  void causesThatSayNothingNewAreLeftOut() {
    Exception wrapped = new RuntimeException(new IOException("disk full"));
    assertEquals("java.io.IOException: disk full", Thrown.chain(wrapped));
    assertEquals("NullPointerException", Thrown.chain(new NullPointerException()));
    Exception first = new Exception("a");
    Exception second = new Exception("b", first);
    first.initCause(second);
    assertEquals("a: b", Thrown.chain(first));
  }

  @Test
  void levelsAreThoseOfTheConfiguration() {
    for (LogLevel level : LogLevel.values()) {
      bytes.reset();
      Logging.start(level, LogFormat.TEXT, out, true);
      ours.debug("7");
      ours.info("6");
      ours.warn("4");
      ours.error("3");
      String expected =
          switch (level) {
            case DEBUG -> "<7>server: 7\n<6>server: 6\n<4>server: 4\n<3>server: 3\n";
            case INFO -> "<6>server: 6\n<4>server: 4\n<3>server: 3\n";
            case WARN -> "<4>server: 4\n<3>server: 3\n";
            case ERROR -> "<3>server: 3\n";
          };
      assertEquals(expected, bytes.toString(StandardCharsets.UTF_8), level.text());
    }
  }

  @Test
  void librariesAreHeardFromWarnOn() {
    Logging.start(LogLevel.DEBUG, LogFormat.TEXT, out, true);
    library.info("chatter");
    library.warn("trouble");
    assertEquals("<4>io.netty.channel.Channel: trouble\n", bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void stackTracesOnlyAtDebug() {
    Logging.start(LogLevel.INFO, LogFormat.TEXT, out, false);
    ours.warn("question failed", failure);
    String brief = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(
        brief.endsWith(" WARN  server: question failed: upstream failed: connection reset\n"),
        brief);
    assertEquals(1, brief.lines().count());
    bytes.reset();
    Logging.start(LogLevel.DEBUG, LogFormat.TEXT, out, false);
    ours.warn("question failed", failure);
    assertTrue(bytes.toString(StandardCharsets.UTF_8).contains("\tat "));
  }

  @Test
  void startingAnewReplacesTheFormat() {
    Logging.start(LogLevel.INFO, LogFormat.TEXT, out, true);
    Logging.start(LogLevel.INFO, LogFormat.JSON, out, true);
    ours.info("once");
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertEquals(1, text.lines().count(), text);
    assertEquals(
        "once", JsonParser.parseString(text).getAsJsonObject().get("message").getAsString());
  }

  @Test
  void theJournalReadsOnlyItsOwnSocket() throws IOException {
    Path descriptor = Files.createSymbolicLink(folder.resolve("2"), Path.of("socket:[4711]"));
    assertTrue(Journal.reads(Map.of("JOURNAL_STREAM", "8:4711"), descriptor));
    assertFalse(Journal.reads(Map.of("JOURNAL_STREAM", "8:4712"), descriptor));
    assertFalse(Journal.reads(Map.of(), descriptor));
    assertFalse(Journal.reads(Map.of("JOURNAL_STREAM", "8:4711"), folder.resolve("3")));
  }

  private static LogRecord logged(Level level, String message, @Nullable Throwable thrown) {
    LogRecord logged = new LogRecord(level, message);
    logged.setLoggerName("org.pando.resolver.server.UdpListener");
    logged.setInstant(Instant.parse("2026-01-01T10:00:00.123456Z"));
    logged.setThrown(thrown);
    return logged;
  }
}
