package org.pando.resolver.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size in memory or on disk.
 *
 * @param bytes not negative
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([A-Za-z]*)");
  private static final Map<String, Integer> SHIFT = Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30);
  private static final String UNITS = "B, KiB, MiB or GiB";

  /** Reads a whole number with its unit: {@code 64MiB}. */
  public static Parsed<ByteSize> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return new Parsed.Bad<>(
          "is not a size", "write a whole number and " + UNITS + ", such as \"64MiB\"");
    }
    Integer shift = SHIFT.get(form.group(2));
    if (shift != null) {
      return new Parsed.Ok<>(new ByteSize(Long.parseLong(form.group(1)) << shift));
    }
    String meant =
        switch (form.group(2).toLowerCase(Locale.ROOT)) {
          case "k", "kb", "kib" -> "KiB";
          case "m", "mb", "mib" -> "MiB";
          case "g", "gb", "gib" -> "GiB";
          case String other -> "";
        };
    return new Parsed.Bad<>(
        "has no unit that is known",
        meant.isEmpty() ? "units are " + UNITS : "write \"" + form.group(1) + meant + "\"");
  }

  /** With the largest unit that leaves a whole number. */
  public String text() {
    for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
      int shift = SHIFT.getOrDefault(unit, 0);
      if (bytes != 0 && bytes % (1L << shift) == 0) {
        return (bytes >> shift) + unit;
      }
    }
    return bytes + "B";
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }
}
