package org.pando.resolver.config;

/**
 * {@code [rate-limit]}: how much one client may ask.
 *
 * @param questionsPerSecond for each /32 and /64 outside this computer, bursts twice that; 0: no
 *     limit
 */
public record RateLimitConfig(int questionsPerSecond) {
  private static final int MOST = 1_000_000;

  static final Section<RateLimitConfig> SECTION =
      Section.of(
          RateLimitConfig.class,
          Row.Key.of(
                  "questions-per-second",
                  Types.number(0, MOST),
                  50,
                  "for each /32 and /64 outside this computer, burst 2x; 0: no limit")
              .needs(Capability.RATE_LIMIT));
}
