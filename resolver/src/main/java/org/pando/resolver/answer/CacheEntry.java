package org.pando.resolver.answer;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One answer in the cache, and what becomes of it. Any thread. */
final class CacheEntry {
  /**
   * How long an answer may be given.
   *
   * @param expiresAt when it is over, in seconds of the node's own clock
   * @param lastUse when it is too old even for a stale one
   * @param refreshAt when it is looked up again if it is asked often
   */
  record Life(long expiresAt, long lastUse, long refreshAt) {
    /** In seconds: what lives for less is not asked often enough meanwhile to tell. */
    private static final int WORTH_REFRESHING = 10;

    /** One that is looked up again, if at all, in the last tenth of its time. */
    static Life of(long bornAt, long expiresAt, long maxAge) {
      long tenth = (expiresAt - bornAt) / WORTH_REFRESHING;
      return new Life(
          expiresAt, expiresAt + maxAge, tenth == 0 ? Long.MAX_VALUE : expiresAt - tenth);
    }

    /** One that its source says to be over already. */
    static Life stale(long expiresAt) {
      return new Life(expiresAt, expiresAt, Long.MAX_VALUE);
    }
  }

  /**
   * A time in which the entry is answered though it is over, without another look-up.
   *
   * @param until in seconds of the node's own clock
   * @param outage in which outage that began: the end of the outage ends it
   */
  private record Pause(WireAnswer reply, long until, int outage) {}

  private static final int WEIGHT = 260;

  /** How many questions, after the one that it was looked up for, make an answer hot. */
  private static final int HOT = 3;

  private static final AtomicIntegerFieldUpdater<CacheEntry> REFRESHED =
      AtomicIntegerFieldUpdater.newUpdater(CacheEntry.class, "refreshed");

  private final WireAnswer answer;
  private final boolean negative;
  private final Life life;
  private final @Nullable CacheEntry positive;
  private volatile @Nullable Pause pause;
  private volatile int refreshed;

  /** Threads may overwrite each other's: a question more or less does not matter. */
  private int questions;

  /**
   * @param negative whether it says that the name or the type does not exist
   */
  CacheEntry(WireAnswer answer, boolean negative, Life life) {
    this(answer, negative, life, null);
  }

  private CacheEntry(
      WireAnswer answer, boolean negative, Life life, @Nullable CacheEntry positive) {
    this.answer = answer;
    this.negative = negative;
    this.life = life;
    this.positive = positive;
  }

  /**
   * This entry in the place of another. A negative one keeps the positive one that it replaces. One
   * that was stale when it came replaces none that is fresh, and may be used no longer than what it
   * replaces: otherwise two resolvers could keep each other's stale answers alive for ever.
   *
   * @param now in seconds of the node's own clock
   */
  CacheEntry insteadOf(@Nullable CacheEntry other, long now) {
    if (other == null) {
      return this;
    }
    if (answer.isStale() && other.isFresh(now)) {
      return other;
    }
    CacheEntry before = negative ? other.lastPositive() : null;
    CacheEntry kept = before == null || before.isTooOld(now) ? null : before;
    Life bounded =
        answer.isStale() ? new Life(life.expiresAt, other.life.lastUse, life.refreshAt) : life;
    return new CacheEntry(answer, negative, bounded, kept);
  }

  /** This one if it is positive, else the positive one that it replaced; or null. */
  @Nullable CacheEntry lastPositive() {
    return negative ? positive : this;
  }

  /** The positive one that it replaced, if there is one, and this one. */
  Stream<CacheEntry> all() {
    return positive == null ? Stream.of(this) : Stream.of(positive, this);
  }

  WireAnswer answer() {
    return answer;
  }

  Life life() {
    return life;
  }

  boolean isFresh(long now) {
    return now < life.expiresAt;
  }

  /** Whether it may not be given any more, not even as a stale one. */
  boolean isTooOld(long now) {
    return now >= life.expiresAt && now >= life.lastUse;
  }

  /** Whether it came later. */
  boolean isNewerThan(CacheEntry other) {
    return answer.madeAt() > other.answer.madeAt();
  }

  /**
   * What of it may be given although it is over, or null. A positive answer is preferred to a
   * negative one that came later: what says that a name is gone is often the outage itself.
   */
  @Nullable StaleAnswer stale(long now) {
    CacheEntry last = lastPositive();
    CacheEntry given = last != null && !last.isTooOld(now) ? last : this;
    return given.isTooOld(now) ? null : new StaleAnswer(this, given, now);
  }

  /**
   * Counts a question that was answered by it.
   *
   * @return whether it is to be looked up again now; true once
   */
  boolean countQuestion(long now) {
    if (questions < HOT) {
      questions++;
    }
    return now >= life.refreshAt
        && questions == HOT
        && refreshed == 0
        && REFRESHED.compareAndSet(this, 0, 1);
  }

  /** Has the fast lane answer so for a while. */
  void pause(WireAnswer reply, long until, int outage) {
    pause = new Pause(reply, until, outage);
  }

  void endPause() {
    pause = null;
  }

  /** What is answered while the entry rests, or null. */
  @Nullable WireAnswer paused(long now, int outage) {
    Pause rests = pause;
    return rests != null && now < rests.until() && outage == rests.outage() ? rests.reply() : null;
  }

  /** The memory that it takes, in bytes, roughly; a pause included. */
  int weight() {
    int own = answer.weight() + WEIGHT;
    return positive == null ? own : own + positive.weight();
  }
}
