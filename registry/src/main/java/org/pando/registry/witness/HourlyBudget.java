package org.pando.registry.witness;

/**
 * How much of something a witness does in an hour (rule A8): a bucket of tokens that fills again
 * with time. Belongs to the writer thread.
 */
public final class HourlyBudget {
  /** Of operations that others begin, and of proofs of work that are looked at. */
  public static final int PER_HOUR = 1000;

  private static final double SECONDS = 3600;

  private final int perHour;
  private double tokens;
  private long filledAt = Long.MIN_VALUE;

  public HourlyBudget(int perHour) {
    this.perHour = perHour;
    this.tokens = perHour;
  }

  /**
   * Whether no token is left.
   *
   * @param now seconds since 1970
   */
  boolean isSpent(long now) {
    if (filledAt != Long.MIN_VALUE) {
      tokens = Math.min(perHour, tokens + Math.max(0, now - filledAt) * (perHour / SECONDS));
    }
    filledAt = now;
    return tokens < 1;
  }

  /** Takes a token if there is one. */
  boolean take(long now) {
    if (isSpent(now)) {
      return false;
    }
    tokens--;
    return true;
  }
}
