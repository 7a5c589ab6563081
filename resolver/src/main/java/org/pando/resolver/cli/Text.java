package org.pando.resolver.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pando.registry.NameState;
import org.pando.resolver.control.KeyInfo;

/** How values are written for people. */
final class Text {
  private static final int ZONE_COLUMNS = 4;

  private static final DateTimeFormatter TIME_OF_DAY =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSX", Locale.ROOT);

  private Text() {}

  /** The UTC day: {@code 2027-12-29}. */
  static String day(Instant time) {
    return time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  /** The UTC minute: {@code 2027-12-29 10:00 UTC}. */
  static String minute(Instant time) {
    return time.truncatedTo(ChronoUnit.MINUTES)
        .toString()
        .replace('T', ' ')
        .replace(":00Z", " UTC");
  }

  /** A name, and beside it how it is written in its own letters. */
  static String name(String name, @Nullable String unicodeName) {
    return unicodeName == null ? name : name + " (" + unicodeName + ")";
  }

  static String kind(KeyInfo.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  static String state(NameState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** {@code 1 name}, {@code 2 names}. */
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** {@code 12 days left}, {@code lapsed 3 days ago}. */
  static String daysLeft(long days) {
    return days < 0 ? "lapsed " + count(-days, "day") + " ago" : count(days, "day") + " left";
  }

  /** {@code 14:03:07.250Z}. */
  static String timeOfDay(Instant time) {
    return TIME_OF_DAY.format(time.atOffset(ZoneOffset.UTC));
  }

  /** {@code 33 %}; of nothing it is none. */
  static String percent(long part, long whole) {
    return (whole == 0 ? 0 : Math.round(100.0 * part / whole)) + " %";
  }

  /** Such as {@code 3 d 4 h}, {@code 4 h 5 min}, {@code 12 s}. */
  static String age(Duration age) {
    if (age.toDays() > 0) {
      return age.toDays() + " d " + age.toHoursPart() + " h";
    }
    if (age.toHours() > 0) {
      return age.toHours() + " h " + age.toMinutesPart() + " min";
    }
    return age.toMinutes() > 0 ? age.toMinutes() + " min" : age.toSeconds() + " s";
  }

  /** {@code 12 B}, {@code 18 KiB}, {@code 594 MiB}. */
  static String size(long bytes) {
    if (bytes < 1 << 10) {
      return bytes + " B";
    }
    return bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
  }

  /** {@code 0.412 ms}; microseconds below 10 ms, else tenths. */
  static String millis(Duration elapsed) {
    double millis = elapsed.toNanos() / 1e6;
    return String.format(Locale.ROOT, millis < 10 ? "%.3f ms" : "%.1f ms", millis);
  }

  /** {@code OWNER TTL TYPE RDATA} lines in aligned columns: owner, then TTL, type and data. */
  static List<String> alignedZone(List<String> lines) {
    List<String[]> split = new ArrayList<>();
    int owner = 0;
    for (String line : lines) {
      String[] columns = line.trim().split("\\s+", ZONE_COLUMNS);
      split.add(columns);
      owner = Math.max(owner, columns[0].length());
    }
    List<String> aligned = new ArrayList<>();
    for (String[] columns : split) {
      String first = columns[0] + " ".repeat(owner - columns[0].length());
      String rest = String.join(" ", List.of(columns).subList(1, columns.length));
      aligned.add((first + "  " + rest).stripTrailing());
    }
    return aligned;
  }
}
