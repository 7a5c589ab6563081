package org.pando.resolver.answer;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The moment by which something must be done.
 *
 * @param at in nanoseconds of the clock
 * @param nanos the node's own clock, never backwards
 */
public record Deadline(long at, LongSupplier nanos) {
  /** The deadline a while from now. */
  public static Deadline in(Duration duration, LongSupplier nanos) {
    return new Deadline(nanos.getAsLong() + duration.toNanos(), nanos);
  }

  /** What is left in nanoseconds; zero or less when it is over. */
  public long left() {
    return at - nanos.getAsLong();
  }

  /** What is left in whole milliseconds, at least 1, for calls where 0 means for ever. */
  public int leftMillis() {
    return Math.clamp(left() / 1_000_000, 1, Integer.MAX_VALUE);
  }

  public boolean isOver() {
    return left() <= 0;
  }

  /** This deadline, or an earlier one a while from now. */
  public Deadline within(Duration duration) {
    return new Deadline(Math.min(at, nanos.getAsLong() + duration.toNanos()), nanos);
  }
}
