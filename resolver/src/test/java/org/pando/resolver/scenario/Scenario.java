package org.pando.resolver.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.pando.resolver.upstream.ScriptedUpstream.Behaviour;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

/**
 * A scenario from a text file. Blank lines, and what is behind a semicolon, say nothing. First come
 * settings:
 *
 * <pre>
 * upstream NAME OPERATOR udp|tcp|tls|https|system   made in this order; NAME answers 192.0.2.1, .2 …
 * only NAME DOMAIN                                  it is asked for names below this only
 * hedge|timeout|stale-after|stale-max-age|stale-exclude|cache-ttl VALUE
 * </pre>
 *
 * Then steps, each with the moment at which it happens, {@code 1500ms}, {@code 2s}, {@code 3h}:
 *
 * <pre>
 * TIME NAME answers | silent | denies | refers | loses N | broken WHY | asks-us
 * TIME NAME servfail|refused|formerr [CODE [TEXT]]
 * TIME NAME takes DURATION | ttl SECONDS
 * TIME ask DOMAIN [cd]
 * TIME network-changes
 * </pre>
 *
 * And checks:
 *
 * <pre>
 * TIME answered DOMAIN [by NAME] | nxdomain DOMAIN
 * TIME stale DOMAIN [by NAME] | stale-nxdomain DOMAIN
 * TIME failed DOMAIN TEXT      the extended error has this text in it
 * TIME waiting DOMAIN          there is no reply yet
 * TIME asked NAME N            so many packets with clients' questions came since the last such check
 * TIME asked-at-most NAME N
 * TIME state NAME STATE        well, suspect, unusable, down, looping
 * TIME outage known|over
 * </pre>
 */
final class Scenario {
  private static final int CODE_AT = 3;

  private final Path file;
  private final Setting setting = new Setting();
  private final World world = new World();
  private int line;

  private Scenario(Path file) {
    this.file = file;
  }

  /** Plays a file; fails at the first check that does not hold. */
  static void play(Path file) throws IOException {
    new Scenario(file).play(Files.readAllLines(file));
  }

  private record StepLine(int number, long at, List<String> words) {}

  private void play(List<String> lines) {
    List<StepLine> steps = new ArrayList<>();
    for (String text : lines) {
      line++;
      List<String> words =
          Arrays.stream(text.replaceFirst(";.*", "").strip().split("\\s+"))
              .filter(word -> !word.isEmpty())
              .toList();
      if (!words.isEmpty() && Character.isDigit(words.getFirst().charAt(0))) {
        steps.add(new StepLine(line, nanos(words.getFirst()), words.subList(1, words.size())));
      } else if (!words.isEmpty()) {
        setting.read(words);
      }
    }
    Stage stage = new Stage(world, setting);
    AtomicInteger done = new AtomicInteger();
    for (StepLine step : steps) {
      world.at(step.at(), () -> perform(step, stage, done));
    }
    try {
      world.runUntil(steps.getLast().at() + 1);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(file.getFileName() + ":" + line + ": " + e.getMessage(), e);
    }
    assertEquals(steps.size(), done.get(), "steps of " + file);
  }

  private void perform(StepLine step, Stage stage, AtomicInteger done) {
    line = step.number();
    done.incrementAndGet();
    List<String> words = step.words();
    Consumer<List<String>> check = checks(stage).get(words.getFirst());
    if (check != null) {
      check.accept(words);
    } else {
      change(words, stage);
    }
  }

  private static Map<String, Consumer<List<String>>> checks(Stage stage) {
    return Map.ofEntries(
        Map.entry("ask", words -> stage.ask(name(words.get(1)), words.contains("cd"))),
        Map.entry("network-changes", words -> stage.networkChanges()),
        Map.entry("answered", words -> answered(stage, words, false)),
        Map.entry("stale", words -> answered(stage, words, true)),
        Map.entry("nxdomain", words -> denied(stage, words, false)),
        Map.entry("stale-nxdomain", words -> denied(stage, words, true)),
        Map.entry("failed", words -> failed(stage, words)),
        Map.entry("waiting", words -> assertNull(stage.reply(name(words.get(1))), "answered")),
        Map.entry(
            "asked",
            words ->
                assertEquals(Integer.parseInt(words.get(2)), stage.askedOf(words.get(1)), "asked")),
        Map.entry("asked-at-most", words -> askedAtMost(stage, words)),
        Map.entry("state", words -> assertEquals(words.get(2), stage.state(words.get(1)), "state")),
        Map.entry(
            "outage",
            words -> assertEquals(words.get(1).equals("known"), stage.isOut(), "outage known")));
  }

  private static void answered(Stage stage, List<String> words, boolean stale) {
    Stage.Reply reply = stage.reply(name(words.get(1)));
    assertNotNull(reply, "no reply yet");
    assertEquals("NOERROR", Rcode.string(reply.rcode()), reply::toString);
    assertEquals(stale, reply.stale(), reply::toString);
    if (words.size() > CODE_AT) {
      assertEquals(List.of(stage.address(words.get(CODE_AT))), reply.addresses(), reply::toString);
    }
    assertTrue(!stale || reply.ttl() == 30, reply::toString);
  }

  private static void denied(Stage stage, List<String> words, boolean stale) {
    Stage.Reply reply = stage.reply(name(words.get(1)));
    assertNotNull(reply, "no reply yet");
    assertEquals("NXDOMAIN", Rcode.string(reply.rcode()), reply::toString);
    assertEquals(stale, reply.stale(), reply::toString);
  }

  private static void failed(Stage stage, List<String> words) {
    Stage.Reply reply = stage.reply(name(words.get(1)));
    assertNotNull(reply, "no reply yet");
    assertEquals("SERVFAIL", Rcode.string(reply.rcode()), reply::toString);
    String text = String.join(" ", words.subList(2, words.size()));
    assertTrue(reply.error().contains(text), reply::toString);
  }

  private static void askedAtMost(Stage stage, List<String> words) {
    int asked = stage.askedOf(words.get(1));
    assertTrue(asked <= Integer.parseInt(words.get(2)), "asked " + asked + " times");
  }

  private static void change(List<String> words, Stage stage) {
    String name = words.getFirst();
    switch (words.get(1)) {
      case "takes" -> stage.upstream(name).roundTrip(nanos(words.get(2)) / 1_000_000);
      case "ttl" -> stage.upstream(name).ttl(Long.parseLong(words.get(2)));
      case "asks-us" -> stage.upstream(name).behave(new Behaviour.Forwards(stage::askQuietly));
      default -> stage.upstream(name).behave(behaviour(words));
    }
  }

  private static Behaviour behaviour(List<String> words) {
    String rest = String.join(" ", words.subList(2, words.size()));
    return switch (words.get(1)) {
      case "answers" -> new Behaviour.Answers();
      case "silent" -> new Behaviour.Silent();
      case "denies" -> new Behaviour.Denies();
      case "refers" -> new Behaviour.Refers();
      case "loses" -> new Behaviour.Loses(Integer.parseInt(rest));
      case "broken" -> new Behaviour.Broken(rest);
      case "servfail" -> error(Rcode.SERVFAIL, words);
      case "refused" -> error(Rcode.REFUSED, words);
      case "formerr" -> error(Rcode.FORMERR, words);
      default -> throw new IllegalArgumentException("no such step: " + words);
    };
  }

  private static Behaviour error(int rcode, List<String> words) {
    int code = words.size() > 2 ? Integer.parseInt(words.get(2)) : -1;
    String text = String.join(" ", words.subList(Math.min(CODE_AT, words.size()), words.size()));
    return new Behaviour.Fails(rcode, code, text);
  }

  static Name name(String text) {
    return Name.fromConstantString(text.endsWith(".") ? text : text + ".");
  }

  static long nanos(String text) {
    String unit = text.replaceFirst("[0-9.]+", "");
    long number = Long.parseLong(text.substring(0, text.length() - unit.length()));
    return switch (unit) {
      case "ms" -> Duration.ofMillis(number).toNanos();
      case "s" -> Duration.ofSeconds(number).toNanos();
      case "m" -> Duration.ofMinutes(number).toNanos();
      case "h" -> Duration.ofHours(number).toNanos();
      case "d" -> Duration.ofDays(number).toNanos();
      default -> throw new IllegalArgumentException("no such unit: " + text);
    };
  }
}
