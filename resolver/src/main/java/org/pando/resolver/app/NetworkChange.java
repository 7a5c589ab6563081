package org.pando.resolver.app;

import java.time.Duration;
import java.util.List;
import org.pando.resolver.server.OnLinkPrefixes;

/**
 * Notices that this computer is in another network, or has slept. Belongs to the housekeeping
 * thread.
 */
final class NetworkChange {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  /** The time of day runs on while a computer sleeps, the node's own clock may not. */
  private static final Duration SLEPT = Duration.ofSeconds(10);

  private final NodeClock clock;
  private List<?> prefixes;
  private long lookedAt;
  private long offsetMillis;

  NetworkChange(NodeClock clock) {
    this.clock = clock;
    this.prefixes = OnLinkPrefixes.now();
    this.lookedAt = clock.nanos().getAsLong();
    this.offsetMillis = offsetMillis();
  }

  /** Whether it did since the last call. */
  boolean happened() {
    long now = clock.nanos().getAsLong();
    if (now - lookedAt < LOOK_EVERY.toNanos()) {
      return false;
    }
    lookedAt = now;
    List<?> last = prefixes;
    long lastOffset = offsetMillis;
    prefixes = OnLinkPrefixes.now();
    offsetMillis = offsetMillis();
    return !prefixes.equals(last) || Math.abs(offsetMillis - lastOffset) > SLEPT.toMillis();
  }

  private long offsetMillis() {
    return clock.wall().millis() - clock.nanos().getAsLong() / 1_000_000;
  }
}
