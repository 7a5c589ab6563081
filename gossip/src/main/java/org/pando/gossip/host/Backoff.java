package org.pando.gossip.host;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to leave a peer alone: doubling from 1 s to 5 min, a quarter more or less. */
final class Backoff {
  private static final long FIRST = Duration.ofSeconds(1).toNanos();
  private static final long LAST = Duration.ofMinutes(5).toNanos();
  private static final int MAX_SHIFT = 9;

  private Backoff() {}

  /**
   * @param failures how many attempts in a row have failed, 1 or more
   */
  static Duration after(int failures, RandomGenerator random) {
    long base = Math.min(LAST, FIRST << Math.min(failures - 1, MAX_SHIFT));
    return Duration.ofNanos((long) (base * (0.75 + random.nextDouble() / 2)));
  }
}
