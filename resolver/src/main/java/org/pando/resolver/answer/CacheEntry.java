package org.pando.resolver.answer;

import org.jspecify.annotations.Nullable;

/** One answer in the cache, and what becomes of it. Any thread. */
final class CacheEntry {
  /**
   * A time in which the entry is answered though it is over, without another look-up.
   *
   * @param until in seconds of the node's own clock
   * @param outage in which outage that began: the end of the outage ends it
   */
  private record Pause(WireAnswer reply, long until, int outage) {}

  private static final int WEIGHT = 250;

  private final WireAnswer answer;
  private final boolean negative;
  private final long expiresAt;
  private final @Nullable CacheEntry positive;
  private volatile @Nullable Pause pause;

  /**
   * @param negative whether it says that the name or the type does not exist
   * @param expiresAt in seconds of the node's own clock
   */
  CacheEntry(WireAnswer answer, boolean negative, long expiresAt) {
    this(answer, negative, expiresAt, null);
  }

  private CacheEntry(
      WireAnswer answer, boolean negative, long expiresAt, @Nullable CacheEntry positive) {
    this.answer = answer;
    this.negative = negative;
    this.expiresAt = expiresAt;
    this.positive = positive;
  }

  /**
   * This entry in the place of another: a negative one keeps the positive one that it replaces.
   *
   * @param overSince not one that has been over since then or longer
   */
  CacheEntry insteadOf(@Nullable CacheEntry other, long overSince) {
    CacheEntry kept = negative && other != null ? other.lastPositive() : null;
    return kept == null || kept.expiresAt <= overSince
        ? this
        : new CacheEntry(answer, true, expiresAt, kept);
  }

  /** This one if it is positive, else the positive one that it replaced; or null. */
  @Nullable CacheEntry lastPositive() {
    return negative ? positive : this;
  }

  WireAnswer answer() {
    return answer;
  }

  boolean negative() {
    return negative;
  }

  /** In seconds of the node's own clock. */
  long expiresAt() {
    return expiresAt;
  }

  boolean isFresh(long now) {
    return now < expiresAt;
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
