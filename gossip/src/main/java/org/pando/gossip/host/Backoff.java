package org.pando.gossip.host;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to leave a peer alone: doubling from 1 s, a quarter more or less. One that is kept is
 * tried again after 30 s at the latest, so that a network that was parted is soon one again; others
 * after 5 min.
 */
final class Backoff {
  private static final long FIRST = Duration.ofSeconds(1).toNanos();
  private static final long LAST = Duration.ofMinutes(5).toNanos();
  private static final long LAST_KEPT = Duration.ofSeconds(30).toNanos();
  private static final int MAX_SHIFT = 9;

  private Backoff() {}

  /**
   * @param failures how many attempts in a row have failed, 1 or more
   */
  static Duration after(int failures, boolean kept, RandomGenerator random) {
    long base = Math.min(kept ? LAST_KEPT : LAST, FIRST << Math.min(failures - 1, MAX_SHIFT));
    return Duration.ofNanos((long) (base * (0.75 + random.nextDouble() / 2)));
  }
}
