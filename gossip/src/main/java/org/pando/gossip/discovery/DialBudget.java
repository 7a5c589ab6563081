package org.pando.gossip.discovery;

/** So many dials a minute: a token bucket that starts full. It belongs to one thread at a time. */
public final class DialBudget {
  private static final double MINUTE = 60e9;

  private final int perMinute;
  private double tokens;
  private long last;
  private boolean started;

  public DialBudget(int perMinute) {
    this.perMinute = perMinute;
    this.tokens = perMinute;
  }

  /** Whether one more is allowed now; then it counts. */
  public boolean take(long now) {
    if (started) {
      tokens = Math.min(perMinute, tokens + (now - last) / MINUTE * perMinute);
    }
    started = true;
    last = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
