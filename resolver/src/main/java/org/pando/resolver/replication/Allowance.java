package org.pando.resolver.replication;

import java.time.Duration;

/**
 * How often something may be asked for: some times at once, then once in each period. Any thread.
 */
final class Allowance {
  private final int most;
  private final long period;
  private int left;
  private long since;

  /**
   * @param now nanoseconds of a clock that only goes forward
   */
  Allowance(int most, Duration period, long now) {
    this.most = most;
    this.period = period.toNanos();
    this.left = most;
    this.since = now;
  }

  /** Takes one, unless none is left. */
  synchronized boolean take(long now) {
    long periods = (now - since) / period;
    if (left + periods >= most) {
      left = most;
      since = now;
    } else {
      left += (int) periods;
      since += periods * period;
    }
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }
}
