package org.pando.resolver.observe;

/** How long an answer took, roughly. */
public enum LatencyClass {
  WITHIN_1_MS(1),
  WITHIN_10_MS(10),
  WITHIN_50_MS(50),
  WITHIN_250_MS(250),
  WITHIN_1_S(1000),
  LONGER(Long.MAX_VALUE);

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final LatencyClass[] ALL = values();

  private final long millis;

  LatencyClass(long millis) {
    this.millis = millis;
  }

  static LatencyClass of(long nanos) {
    for (LatencyClass each : ALL) {
      if (nanos / NANOS_PER_MILLI < each.millis) {
        return each;
      }
    }
    return LONGER;
  }
}
