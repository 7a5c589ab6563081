package org.pando.resolver.replication;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;

/**
 * How this node stands with one peer in one network: what it said last, and when it is time for the
 * next session with it. All times are nanoseconds of a clock that only goes forward. Any thread.
 */
final class SyncLink {
  static final Duration EVERY = Duration.ofMinutes(5);

  /** After one session the next one may follow at once, but not endlessly. */
  static final Duration REST = Duration.ofSeconds(1);

  /** After the first session that fails; twice as long after each further one. */
  static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  /** After the first breach of the rules; twice as long after each further one. */
  static final Duration AFTER_BREACH = Duration.ofMinutes(10);

  static final Duration LONGEST_AFTER_FAILURE = Duration.ofMinutes(5);
  static final Duration LONGEST_AFTER_BREACH = Duration.ofHours(4);

  private static final int SESSIONS = 60;
  private static final int COPIES = 8;

  /** How many ids that a peer offered without giving their bundles are remembered. */
  private static final int MAX_WITHHELD = 512;

  private final RandomGenerator random;
  private final Allowance sessions;
  private final Allowance copies;
  private boolean running;
  private long nextAt;
  private long endedAt;

  /** Until then nothing that the peer does brings the next session forward. */
  private long restsUntil;

  private int failures;
  private int breaches;
  private String problem = "";
  private @Nullable Long heardAt;
  private @Nullable Long comparedAt;
  private boolean agrees;

  /** How often it said that it holds something else. */
  private long differences;

  private @Nullable Long missing;
  private long epoch;
  private @Nullable Progress progress;
  private Set<Bytes> withheld = Set.of();

  /**
   * How far a first copy of a network is.
   *
   * @param of how many names the peer says it has
   */
  record Progress(long received, long of) {}

  /**
   * What a link is like at one moment.
   *
   * @param inSync this node holds everything that the peer said it holds
   * @param heardAt null when it was never heard from
   * @param comparedAt when the last session went to the end; null when none has
   * @param missing how many of its names are known to be missing here; null when that is not known
   * @param epoch the highest that it named
   * @param breaches how often it broke the rules of late
   * @param problem of the last session; empty when there was none
   */
  record View(
      boolean inSync,
      @Nullable Long heardAt,
      @Nullable Long comparedAt,
      @Nullable Long missing,
      long epoch,
      int breaches,
      @Nullable Progress progress,
      String problem) {
    /** Of a peer that nothing is known of. */
    static final View UNKNOWN = new View(false, null, null, null, 0, 0, null, "");
  }

  SyncLink(RandomGenerator random, long now) {
    this.random = random;
    this.nextAt = now;
    this.endedAt = now - REST.toNanos();
    this.restsUntil = now;
    this.sessions = new Allowance(SESSIONS, Duration.ofSeconds(1), now);
    this.copies = new Allowance(COPIES, Duration.ofMinutes(1), now);
  }

  /** A message or a bundle came from it. */
  synchronized void heard(long now) {
    heardAt = now;
  }

  /**
   * It said what it holds.
   *
   * @param ours what this node holds at the same moment
   */
  synchronized void said(SyncMessage.Hello theirs, SyncMessage.Hello ours) {
    epoch = Math.max(epoch, theirs.epoch());
    agrees = theirs.fingerprint().equals(ours.fingerprint());
    if (agrees) {
      missing = 0L;
    } else {
      differences++;
      missing = theirs.count() > ours.count() ? theirs.count() - ours.count() : null;
    }
  }

  /** So much of what it offered has not come yet. */
  synchronized void lacks(long names) {
    missing = names;
  }

  /** So far is the copy of what it holds; null when it is over. */
  synchronized void copies(@Nullable Progress progress) {
    this.progress = progress;
  }

  /**
   * It has offered these bundles and not given them.
   *
   * @return how many of them it did not give the last time either
   */
  synchronized int withheld(Collection<Bytes> ids) {
    Set<Bytes> now = new HashSet<>();
    int again = 0;
    for (Bytes id : ids) {
      if (withheld.contains(id)) {
        again++;
      }
      if (now.size() < MAX_WITHHELD) {
        now.add(id);
      }
    }
    withheld = now;
    return again;
  }

  /** Whether it may begin a session with this node. */
  boolean mayAsk(long now) {
    return sessions.take(now);
  }

  /** Whether it may copy the network from its first name on. */
  boolean mayCopy(long now) {
    return copies.take(now);
  }

  /** It holds something else than this node, as it seems. */
  synchronized void hasten(long now) {
    nextAt = Math.max(Math.max(now, endedAt + REST.toNanos()), restsUntil);
  }

  /** It has come anew: what kept it from answering may be over, a breach of the rules is not. */
  synchronized void arrived(long now) {
    if (breaches == 0) {
      failures = 0;
      restsUntil = now;
    }
    hasten(now);
  }

  synchronized boolean isDue(long now) {
    return !running && now - nextAt >= 0;
  }

  /** Begins a session, unless there is one or it is not yet time. */
  synchronized boolean begin(long now) {
    if (!isDue(now)) {
      return false;
    }
    running = true;
    return true;
  }

  /** How often it has said that it holds something else. */
  synchronized long differences() {
    return differences;
  }

  /**
   * A session went to the end: what the peer held at its beginning is held here.
   *
   * @param since the {@link #differences} then
   */
  synchronized void compared(long since, long now) {
    boolean isLatest = since == differences;
    if (isLatest) {
      agrees = true;
      missing = 0L;
    }
    comparedAt = now;
    failures = 0;
    breaches = Math.max(0, breaches - 1);
    problem = "";
    end(now, isLatest ? EVERY : REST, false);
  }

  /** A session ended before its end, without fault: the next one goes on from there. */
  synchronized void interrupted(Duration rest, long now) {
    end(now, rest, false);
  }

  /** A session failed, and not because the peer broke a rule. */
  synchronized void failed(String why, long now) {
    problem = why;
    end(now, grown(AFTER_FAILURE, failures++, LONGEST_AFTER_FAILURE), true);
  }

  /** The peer broke a rule. */
  synchronized void broken(String why, long now) {
    problem = why;
    agrees = false;
    end(now, grown(AFTER_BREACH, breaches++, LONGEST_AFTER_BREACH), true);
  }

  private static Duration grown(Duration first, int times, Duration longest) {
    Duration grown = first.multipliedBy(1L << Math.min(times, 16));
    return grown.compareTo(longest) > 0 ? longest : grown;
  }

  private void end(long now, Duration rest, boolean isRest) {
    running = false;
    progress = null;
    endedAt = now;
    nextAt = now + jittered(rest);
    restsUntil = isRest ? nextAt : now;
  }

  /** 20 % more or less. */
  private long jittered(Duration duration) {
    return duration.multipliedBy(800 + random.nextInt(401)).dividedBy(1000).toNanos();
  }

  /** Whether nothing of it is worth remembering. */
  synchronized boolean isForgettable(long now, Duration after) {
    return !running && now - restsUntil >= 0 && now - lastAt() >= after.toNanos();
  }

  /** When it was heard from, or a session with it ended, last. */
  synchronized long lastAt() {
    return heardAt == null || heardAt - endedAt < 0 ? endedAt : heardAt;
  }

  synchronized View view() {
    return new View(agrees, heardAt, comparedAt, missing, epoch, breaches, progress, problem);
  }
}
