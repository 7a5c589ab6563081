package org.pando.resolver.exchange;

import java.util.BitSet;
import java.util.List;

/**
 * Who is asked when, in a race of several servers for one answer. Sans I/O: told what happened and
 * when, it says what to do next. Belongs to the thread that drives it.
 *
 * <p>The first in line is asked at once. The next one is asked when one fails, or when those that
 * were asked have been silent for as long as the last of them may take. When all have been asked,
 * the question goes once more to whoever has waited longest for it. Silence makes the gaps longer,
 * unless packets are being lost: then the gaps stay short. The first acceptable reply wins; when
 * all have failed the race is lost.
 */
public final class Race {
  /**
   * What is expected of one server.
   *
   * @param tier servers of a later tier are asked when those of the earlier ones have failed, or
   *     have been silent for {@value #TIER_GRACE_MILLIS} ms
   * @param patienceNanos how long it may be silent before the next one is asked too
   * @param resendNanos how long all may be silent before somebody is asked again; 0 when nothing is
   *     being lost on the way to this one
   */
  public record Pace(int tier, long patienceNanos, long resendNanos) {}

  /** What the driver does next. */
  sealed interface Move {
    /**
     * Ask this server.
     *
     * @param extra whether others are being asked
     */
    record Launch(int leg, boolean extra) implements Move {}

    /** Ask this server again: it is silent. */
    record Resend(int leg) implements Move {}

    /** Wait for a reply, no longer than this. */
    record Wait(long nanos) implements Move {}

    /** Nobody is being asked, and nobody is left. */
    record Lost() implements Move {}
  }

  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;
  private static final long TIER_GRACE_MILLIS = 400;
  private static final int MOST_PER_SECOND = 12;

  private final List<Pace> line;
  private final BitSet running = new BitSet();
  private final long[] askedAt;
  private final long[] lastSends = new long[MOST_PER_SECOND];
  private final long resendNanos;
  private int launched;
  private int sends;
  private int silences;
  private long nextSend;

  /**
   * @param line the servers in the order of preference
   */
  Race(List<Pace> line) {
    this.line = line;
    this.askedAt = new long[line.size()];
    this.resendNanos = line.stream().mapToLong(Pace::resendNanos).max().orElse(0);
  }

  /** What to do at a moment when no reply is waiting. The driver does it before it asks again. */
  Move next(long now) {
    boolean more = launched < line.size();
    if (running.isEmpty()) {
      return more ? launch(now, false) : new Move.Lost();
    }
    if (now - nextSend < 0) {
      return new Move.Wait(nextSend - now);
    }
    silences++;
    return more ? launch(now, true) : resend(now);
  }

  private Move launch(long now, boolean extra) {
    int leg = launched++;
    running.set(leg);
    sent(leg, now);
    return new Move.Launch(leg, extra);
  }

  private Move resend(long now) {
    int longest = running.nextSetBit(0);
    for (int leg = longest; leg >= 0; leg = running.nextSetBit(leg + 1)) {
      longest = askedAt[leg] - askedAt[longest] < 0 ? leg : longest;
    }
    sent(longest, now);
    return new Move.Resend(longest);
  }

  private void sent(int leg, long now) {
    askedAt[leg] = now;
    lastSends[sends % MOST_PER_SECOND] = now;
    sends++;
    nextSend = now + gap(leg);
    if (sends >= MOST_PER_SECOND) {
      long tooSoon = lastSends[sends % MOST_PER_SECOND] + SECOND;
      nextSend = tooSoon - nextSend > 0 ? tooSoon : nextSend;
    }
  }

  private long gap(int leg) {
    Pace pace = line.get(leg);
    boolean more = launched < line.size();
    if (more && line.get(launched).tier() != pace.tier()) {
      return Math.max(pace.patienceNanos(), TIER_GRACE_MILLIS * MILLI);
    }
    if (resendNanos > 0) {
      return more ? Math.min(pace.patienceNanos(), resendNanos) : resendNanos;
    }
    int doublings = Math.clamp(silences - 1L, 0, 10);
    return Math.min(Math.max(SECOND, pace.patienceNanos()), pace.patienceNanos() << doublings);
  }

  /** What was to be launched could not be: it is as if it had been asked, and was silent. */
  void held(int leg) {
    running.clear(leg);
    launched = leg;
  }

  /** A server has failed: the next one of its tier is asked at once. */
  void failed(int leg, long now) {
    running.clear(leg);
    boolean more = launched < line.size();
    if (more && line.get(launched).tier() == line.get(leg).tier()) {
      nextSend = now;
    }
  }
}
