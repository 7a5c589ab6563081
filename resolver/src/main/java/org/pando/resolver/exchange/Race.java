package org.pando.resolver.exchange;

import java.util.BitSet;

/**
 * Who is asked when, in a race of several servers for one answer. Sans I/O: told what happened and
 * when, it says what to do next. Belongs to the thread that drives it.
 *
 * <p>The first leg starts at once. The next one starts when a leg fails, or when nothing was heard
 * for the hedge delay. The first accepted reply wins; when all legs have failed the race is lost.
 */
final class Race {
  /** What the driver does next. */
  enum Move {
    /** Nobody is asked now: {@link #launch} the next leg. */
    LAUNCH,
    /** Somebody is asked, but is silent or not alone in failing: launch, or {@link #postpone}. */
    HEDGE,
    /** Wait until {@link #nextLaunch}, or for a reply. */
    WAIT,
    /** Nothing is running and nobody is left. */
    LOST
  }

  private final int legs;
  private final long hedgeNanos;
  private final BitSet running = new BitSet();
  private int launched;
  private long nextLaunch;

  /**
   * @param legs how many servers could be asked, in the order of preference
   * @param hedgeNanos how long to wait for a silent leg before another is started too
   */
  Race(int legs, long hedgeNanos) {
    this.legs = legs;
    this.hedgeNanos = hedgeNanos;
  }

  /** What to do at a moment when no reply is waiting. */
  Move next(long now) {
    boolean more = launched < legs;
    if (running.isEmpty()) {
      return more ? Move.LAUNCH : Move.LOST;
    }
    return more && now - nextLaunch >= 0 ? Move.HEDGE : Move.WAIT;
  }

  /** Starts a leg; each call gives the next number. */
  int launch(long now) {
    running.set(launched);
    postpone(now);
    return launched++;
  }

  /** The next leg has to wait for another hedge delay. */
  void postpone(long now) {
    nextLaunch = now + hedgeNanos;
  }

  /** A leg ended without an acceptable reply: the next one starts at once. */
  void failed(int leg, long now) {
    running.clear(leg);
    nextLaunch = now;
  }

  /** How long to wait for a reply in nanoseconds before {@link #next} has something to do. */
  long patience(long now) {
    return launched < legs ? Math.max(0, nextLaunch - now) : Long.MAX_VALUE;
  }
}
