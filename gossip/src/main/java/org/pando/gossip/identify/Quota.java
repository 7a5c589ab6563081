package org.pando.gossip.identify;

import java.time.Duration;

/** How often something may happen: some times at once, then each time after so long. */
final class Quota {
  private final int burst;
  private final long interval;
  private int left;
  private long countedTo;

  /**
   * @param interval after which one more is allowed
   */
  Quota(int burst, Duration interval, long now) {
    this.burst = burst;
    this.interval = interval.toNanos();
    this.left = burst;
    this.countedTo = now;
  }

  /** Takes one; false when there is none. */
  boolean take(long now) {
    long earned = (now - countedTo) / interval;
    countedTo += earned * interval;
    left = (int) Math.min(burst, left + earned);
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }
}
