package org.pando.registry.witness;

/**
 * How much proof of work is looked at (rule A8): a bucket of tokens that fills again with time.
 * Without it, bad stamps would cost a witness more than they cost their sender. Belongs to the
 * writer thread.
 */
public final class StampBudget {
  private static final int PER_HOUR = 1000;
  private static final double PER_SECOND = PER_HOUR / 3600.0;

  private double tokens = PER_HOUR;
  private long filledAt = Long.MIN_VALUE;

  /**
   * Takes a token if there is one.
   *
   * @param now seconds since 1970
   */
  boolean take(long now) {
    if (filledAt != Long.MIN_VALUE) {
      tokens = Math.min(PER_HOUR, tokens + Math.max(0, now - filledAt) * PER_SECOND);
    }
    filledAt = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
