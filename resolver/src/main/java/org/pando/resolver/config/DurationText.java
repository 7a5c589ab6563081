package org.pando.resolver.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as text: a whole number and a unit. */
public final class DurationText {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  /** Largest first. */
  private static final SequencedMap<String, Long> MILLIS = millis();

  private DurationText() {}

  public static Parsed<Duration> parse(String text) {
    if (text.equals("0")) {
      return new Parsed.Ok<>(Duration.ZERO);
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return new Parsed.Bad<>(
          "is not a duration", "write a whole number and ms, s, m, h or d, such as \"4s\"");
    }
    long unit = MILLIS.getOrDefault(form.group(2), 0L);
    return new Parsed.Ok<>(Duration.ofMillis(Long.parseLong(form.group(1)) * unit));
  }

  /** With the largest unit that leaves a whole number. */
  static String text(Duration duration) {
    long millis = duration.toMillis();
    for (Map.Entry<String, Long> unit : MILLIS.entrySet()) {
      if (millis != 0 && millis % unit.getValue() == 0) {
        return millis / unit.getValue() + unit.getKey();
      }
    }
    return "0s";
  }

  private static SequencedMap<String, Long> millis() {
    SequencedMap<String, Long> millis = new LinkedHashMap<>();
    millis.put("d", 86_400_000L);
    millis.put("h", 3_600_000L);
    millis.put("m", 60_000L);
    millis.put("s", 1_000L);
    millis.put("ms", 1L);
    return millis;
  }
}
