package org.pando.resolver.upstream;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is known of one upstream. Sans I/O: told what happened and when, in nanoseconds of the
 * node's own clock. Any thread; guarded by itself.
 *
 * <p>Questions only raise a suspicion; a probe, which is a question of the node's own, decides. An
 * upstream is suspect when it was asked and nothing at all was heard from it for a while, or a
 * connection broke: it is asked last from then on, and a probe goes out at once. No reply to that
 * means it is down. One reply, to whatever, makes it well again. One that replies, but to several
 * questions in a row with nothing usable, is probed too, and is unusable when the reply to the
 * probe is no better: a question that fails everywhere makes nobody unusable.
 */
final class UpstreamHealth {
  /** What is believed of an upstream, the best first. */
  enum State {
    WELL("well"),
    /** Silent for longer than it should be; a probe is under way. */
    SUSPECT("suspect"),
    /** It replies, but has nothing to say, not even about the root. */
    UNUSABLE("unusable"),
    /** It does not answer the node's own questions. */
    DOWN("down"),
    /** It asks this node: what it is asked comes back. Never asked. */
    LOOPING("looping");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** For people. */
    String text() {
      return text;
    }

    /** Whether it may be expected to answer. */
    boolean works() {
      return switch (this) {
        case WELL, SUSPECT -> true;
        case UNUSABLE, DOWN, LOOPING -> false;
      };
    }
  }

  /** What to do about an upstream now. */
  enum Care {
    NOTHING,
    /** Ask it a question of the node's own. */
    PROBE,
    /** Ask that question again. */
    PROBE_AGAIN,
    /** Its probe is not waited for any longer. */
    GIVE_UP
  }

  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;

  /** How long nothing at all is heard from an upstream that was asked before it is suspect. */
  private static final long QUIET = 500 * MILLI;

  private static final long PROBE_EVERY = 500 * MILLI;
  private static final long PROBE_EVERY_AT_REST = 5 * SECOND;
  private static final long PROBE_AT_LEAST_EVERY = 30 * SECOND;
  private static final long PROBE_RESEND = 250 * MILLI;
  private static final long PROBE_VERDICT = SECOND;
  private static final long PROBE_PATIENCE = 3 * SECOND;
  private static final long FORGOTTEN = 60 * SECOND;
  private static final long SHORTEST_PATIENCE = 10 * MILLI;
  private static final long LONGEST_PATIENCE = 250 * MILLI;
  private static final long SHORTEST_RESEND = 50 * MILLI;
  private static final long LONGEST_RESEND = SECOND;
  private static final int UNUSABLE_IN_A_ROW = 3;
  private static final int SAMPLES = 64;
  private static final int RANKED_EVERY = 8;
  private static final double LOSING = 0.2;

  private final long firstPatience;
  private final long[] samples = new long[SAMPLES];
  private int sampled;
  private long slow;
  private long smoothed;
  private long seeming;
  private double loss;
  private double usable = 1;
  private int unusableInARow;
  private State state = State.WELL;
  private String why = "";
  private long since;
  private boolean asked;
  private long askedAt;
  private long heardAt;
  private boolean probing;
  private boolean probeWanted;
  private int probesInARow;
  private long probedAt;
  private long probeSentAt;

  /**
   * @param firstPatience how long it may be silent before anything is known of it
   */
  UpstreamHealth(Duration firstPatience, long now) {
    this.firstPatience = firstPatience.toNanos();
    forget(now);
  }

  /** The network is another one, or the computer has slept: what was known means nothing now. */
  synchronized void forget(long now) {
    sampled = 0;
    slow = 0;
    smoothed = 0;
    seeming = 0;
    loss = 0;
    usable = 1;
    unusableInARow = 0;
    asked = false;
    heardAt = now;
    probing = false;
    probeWanted = false;
    probedAt = now - PROBE_EVERY;
    become(State.WELL, "", now);
  }

  /** A client's question goes to it. */
  synchronized void asked(long now) {
    if (!asked) {
      asked = true;
      askedAt = now;
    }
  }

  /**
   * A reply came.
   *
   * @param took since the question was first sent
   * @param lost whether it had to be sent more than once: which of them the reply is to, and so how
   *     long it took, nobody knows
   */
  synchronized void replied(long took, boolean lost, boolean acceptable, long now) {
    if (state == State.LOOPING) {
      return;
    }
    if (state == State.DOWN || state == State.SUSPECT) {
      smoothed = 0;
      seeming = 0;
      loss = Math.min(loss, LOSING);
    }
    asked = false;
    heardAt = now;
    loss += ((lost ? 1 : 0) - loss) / 8;
    if (!lost) {
      sample(took);
    }
    usable += ((acceptable ? 1 : 0) - usable) / 8;
    if (acceptable) {
      unusableInARow = 0;
      become(State.WELL, "", now);
      return;
    }
    unusableInARow++;
    probeWanted |= unusableInARow == UNUSABLE_IN_A_ROW;
    if (state != State.UNUSABLE) {
      become(State.WELL, "", now);
    }
  }

  /** The reply to the node's own question came. */
  synchronized void probed(long took, boolean lost, boolean acceptable, String text, long now) {
    boolean useless = !acceptable && unusableInARow >= UNUSABLE_IN_A_ROW;
    probing = false;
    replied(took, lost, acceptable, now);
    if (useless) {
      become(State.UNUSABLE, "answers " + text + " to everything", now);
    }
  }

  /** Another server was quicker, or the client's time was over. */
  synchronized void overtaken(long waited) {
    if (waited > 2 * slow + SHORTEST_PATIENCE / 2 || waited > LONGEST_PATIENCE) {
      loss += (1 - loss) / 8;
      seeming = Math.max(seeming, Math.min(waited, LONGEST_RESEND));
    }
  }

  /** It could not be reached, or the connection broke. */
  synchronized void broken(String reason, long now) {
    asked = false;
    if (state == State.WELL) {
      become(State.SUSPECT, reason, now);
      probeWanted = true;
    }
  }

  /** The node's own question broke. */
  synchronized void probeBroken(String reason, long now) {
    probing = false;
    asked = false;
    if (state != State.LOOPING) {
      become(State.DOWN, reason, now);
    }
  }

  /**
   * A question that it was asked came back to this node.
   *
   * @return whether that is news
   */
  synchronized boolean loops(long now) {
    boolean news = state != State.LOOPING;
    probing = false;
    become(State.LOOPING, "it asks this node, so questions to it would come back", now);
    return news;
  }

  /** A question that it was asked for that purpose did not come back. */
  synchronized void loopsNoMore(long now) {
    if (state == State.LOOPING) {
      forget(now);
    }
  }

  /**
   * What has to be done; asked for a few times a second. Whoever is told to probe does it.
   *
   * @param inUse whether clients have asked for anything lately
   * @param isOut whether none of its peers is well: its return is urgent
   */
  synchronized Care care(boolean inUse, boolean isOut, long now) {
    if (state == State.WELL && asked && now - askedAt >= QUIET) {
      become(State.SUSPECT, "silent", now);
      probeWanted = true;
    }
    long pause = pause(inUse, isOut);
    if (probing) {
      return tend(pause, now);
    }
    if (!isProbeDue(inUse, pause, now)) {
      return Care.NOTHING;
    }
    probeWanted = false;
    probing = true;
    probesInARow++;
    probedAt = now;
    probeSentAt = now;
    return Care.PROBE;
  }

  /** From probe to probe of one that is not well: others do its work meanwhile, or nobody does. */
  private long pause(boolean inUse, boolean isOut) {
    if (isOut) {
      return inUse ? PROBE_EVERY : PROBE_EVERY_AT_REST;
    }
    return Math.min(PROBE_AT_LEAST_EVERY, PROBE_EVERY << Math.min(probesInARow, 10));
  }

  private boolean isProbeDue(boolean inUse, long pause, long now) {
    return switch (state) {
      case WELL, SUSPECT -> probeWanted || (inUse && sampled > 0 && now - heardAt >= FORGOTTEN);
      case UNUSABLE, DOWN -> now - probedAt >= pause;
      case LOOPING -> false;
    };
  }

  private Care tend(long pause, long now) {
    if (now - probedAt >= PROBE_VERDICT && state != State.DOWN) {
      become(State.DOWN, "no reply", now);
    }
    boolean replaced = state == State.DOWN && now - probedAt >= PROBE_PATIENCE;
    if (replaced) {
      probing = false;
      return Care.GIVE_UP;
    }
    if (now - probeSentAt >= (state == State.DOWN ? pause : PROBE_RESEND)) {
      probeSentAt = now;
      return Care.PROBE_AGAIN;
    }
    return Care.NOTHING;
  }

  private void become(State next, String reason, long now) {
    if (state != next) {
      since = now;
    }
    if (next == State.WELL) {
      probesInARow = 0;
    }
    state = next;
    why = reason;
  }

  private void sample(long took) {
    samples[sampled % SAMPLES] = took;
    sampled++;
    smoothed = smoothed == 0 ? took : (7 * smoothed + took) / 8;
    seeming = seeming == 0 ? took : (7 * seeming + took) / 8;
    if (sampled <= RANKED_EVERY || sampled % RANKED_EVERY == 0) {
      int size = Math.min(sampled, SAMPLES);
      long[] ranked = Arrays.copyOf(samples, size);
      Arrays.sort(ranked);
      slow = ranked[(size * 95 - 1) / 100];
    }
  }

  /** How long it may be silent before another is asked too: 95 of 100 replies come sooner. */
  synchronized long patienceNanos() {
    return Math.clamp(slow == 0 ? firstPatience : slow, SHORTEST_PATIENCE, LONGEST_PATIENCE);
  }

  /** How long until it is asked again while packets get lost; 0 when none do. */
  synchronized long resendNanos() {
    return loss > LOSING ? Math.clamp(2 * smoothed, SHORTEST_RESEND, LONGEST_RESEND) : 0;
  }

  /**
   * The lower, the better: the usual time to a reply, or for how long it was silent when another
   * was quicker; more for one whose replies are no use or get lost.
   */
  synchronized double score() {
    double quality = Math.max(usable * (1 - loss / 2), 0.05);
    return (seeming == 0 ? firstPatience : seeming) / (quality * quality);
  }

  synchronized State state() {
    return state;
  }

  /** Why it is not well; empty when it is. */
  synchronized String why() {
    return why;
  }

  /** How long it has been so, in nanoseconds. */
  synchronized long stateAge(long now) {
    return now - since;
  }

  /** The smoothed time to a reply; none before the first. */
  synchronized Optional<Duration> roundTrip() {
    return sampled == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(smoothed));
  }

  /** The share of questions to it that had to be sent again, 0 to 1. */
  synchronized double loss() {
    return loss;
  }
}
