package org.pando.resolver.exchange;

import java.util.BitSet;
import java.util.List;

/**
 * Who is asked when, in a race of several servers for one answer. Sans I/O: told what happened and
 * when, it says what to do next. Belongs to the thread that drives it.
 *
 * <p>The first in line is asked at once. The next one is asked when one fails, or when those that
 * were asked have been silent for as long as the last of them may take. When all of a tier have
 * been asked, the question goes once more to whoever has waited longest for it. Silence makes the
 * gaps longer, unless packets are being lost: then the gaps stay short. A later tier begins when
 * all before it have failed, and after so many times {@value #TIER_MILLIS} ms in any case. The
 * first acceptable reply wins; when all have failed the race is lost.
 */
public final class Race {
  /**
   * What is expected of one server.
   *
   * @param tier who may be asked only when an earlier tier gives no answer has a higher one; never
   *     falls along the line
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
  private static final long TIER_MILLIS = 400;
  private static final int MOST_PER_SECOND = 12;

  private final List<Pace> line;
  private final BitSet launched = new BitSet();
  private final BitSet running = new BitSet();
  private final long[] askedAt;
  private final long[] lastSends = new long[MOST_PER_SECOND];
  private final long resendNanos;
  private int sends;
  private int silences;
  private int tier = -1;
  private int tiersBegun;
  private long nextSend;
  private long nextTier;

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
    int later = ofLaterTier();
    if (running.isEmpty()) {
      int first = launched.nextClearBit(0);
      return first < line.size() ? launch(first, now, false) : new Move.Lost();
    }
    if (later < line.size() && now - nextTier >= 0) {
      return launch(later, now, true);
    }
    if (now - nextSend < 0) {
      long toTier = later < line.size() ? nextTier - now : Long.MAX_VALUE;
      return new Move.Wait(Math.min(nextSend - now, toTier));
    }
    silences++;
    int more = launched.nextClearBit(0);
    return more < later ? launch(more, now, true) : resend(now);
  }

  /** The first of a tier that has not begun, or the length of the line. */
  private int ofLaterTier() {
    int leg = launched.length();
    while (leg < line.size() && line.get(leg).tier() <= tier) {
      leg++;
    }
    return leg;
  }

  private Move launch(int leg, long now, boolean extra) {
    launched.set(leg);
    running.set(leg);
    if (line.get(leg).tier() > tier) {
      tier = line.get(leg).tier();
      nextTier = (tiersBegun == 0 ? now : nextTier) + TIER_MILLIS * MILLI;
      tiersBegun++;
    }
    sent(leg, now);
    return new Move.Launch(leg, extra);
  }

  private Move.Resend resend(long now) {
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
    if (resendNanos > 0) {
      boolean more = launched.nextClearBit(0) < ofLaterTier();
      return more ? Math.min(pace.patienceNanos(), resendNanos) : resendNanos;
    }
    int doublings = Math.clamp(silences - 1L, 0, 10);
    return Math.min(Math.max(SECOND, pace.patienceNanos()), pace.patienceNanos() << doublings);
  }

  /**
   * What was to be launched while others are asked could not be.
   *
   * @return whom to ask again instead: a packet may have been lost
   */
  Move.Resend held(int leg, long now) {
    running.clear(leg);
    launched.clear(leg);
    sends--;
    return resend(now);
  }

  /** A server has failed: the next one of its tier is asked at once. */
  void failed(int leg, long now) {
    running.clear(leg);
    if (launched.nextClearBit(0) < ofLaterTier()) {
      nextSend = now;
    }
  }
}
