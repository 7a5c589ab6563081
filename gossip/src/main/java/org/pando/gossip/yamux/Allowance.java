package org.pando.gossip.yamux;

/** A token bucket: how much of something a peer may still do. Starts full. */
final class Allowance {
  private static final long SECOND = 1_000_000_000L;

  private final long nanosPerToken;
  private final long burst;
  private long left;
  private long filledAt;
  private boolean started;

  /**
   * @param burst how much at once
   * @param perSecond how much comes back each second, at least 1
   */
  Allowance(int burst, int perSecond) {
    this.burst = burst;
    this.left = burst;
    this.nanosPerToken = SECOND / perSecond;
  }

  /** Adds what was earned, beyond the burst too. */
  void earn(int tokens) {
    left = Math.min(left + tokens, burst + Short.MAX_VALUE);
  }

  /** Takes some; false when there are not so many, and then none are left. */
  boolean take(long tokens, long now) {
    if (!started) {
      started = true;
      filledAt = now;
    }
    long refill = (now - filledAt) / nanosPerToken;
    if (refill > 0) {
      filledAt += refill * nanosPerToken;
      left = Math.max(left, Math.min(burst, left + refill));
    }
    boolean enough = left >= tokens;
    left = enough ? left - tokens : 0;
    return enough;
  }
}
