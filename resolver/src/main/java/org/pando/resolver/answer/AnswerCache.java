package org.pando.resolver.answer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;

/**
 * Answers of others, each kept for its lowest TTL, and for a short time which look-ups failed. It
 * takes an {@link Answer} only, so what was not judged cannot be cached. Any thread.
 *
 * <p>Both are bounded by their bytes and by nothing else: an answer that is over stays until its
 * place is needed, and may be given while no better one is to be had. Failures have a sixteenth of
 * the room to themselves, so that however many there are, no answer is pushed out, replaced or
 * hidden by one.
 */
public final class AnswerCache {
  /**
   * How long answers are kept at most and at least.
   *
   * @param maxWeight all of it, in bytes
   * @param minTtl TTLs of positive answers are raised to this
   * @param maxTtl TTLs of positive answers are cut to this
   * @param negativeMaxTtl TTLs of NXDOMAIN and NODATA are cut to this (RFC 2308 section 5)
   */
  public record Limits(long maxWeight, Duration minTtl, Duration maxTtl, Duration negativeMaxTtl) {}

  /**
   * Which answers may be given though they are over.
   *
   * @param maxAge how long they may be over
   * @param never names of which none is given: those excluded by the owner, and those that other
   *     sources answer for
   */
  public record Staleness(Duration maxAge, Predicate<Name> never) {
    /** None at all. */
    public static final Staleness OFF = new Staleness(Duration.ZERO, name -> true);

    private boolean allows(Name name) {
      return !never.test(name);
    }
  }

  private record FailedLookup(ResolutionException failure, WireAnswer reply, long expiresAt) {}

  /** How long a stale answer is given without another look-up (RFC 8767 section 5). */
  private static final int PAUSE_SECONDS = 30;

  private static final int FAILURES_SHARE = 16;
  private static final int EXCEPTION_WEIGHT = 256;

  private final Cache<QuestionKey, CacheEntry> entries;
  private final Cache<QuestionKey, FailedLookup> failures;
  private final Limits limits;
  private final Staleness staleness;
  private final LongSupplier seconds;
  private final AtomicInteger outage = new AtomicInteger();

  /**
   * @param executor runs Caffeine's housekeeping
   * @param seconds the node's own clock: seconds since an arbitrary moment, never backwards
   */
  public AnswerCache(Limits limits, Staleness staleness, Executor executor, LongSupplier seconds) {
    this.limits = limits;
    this.staleness = staleness;
    this.seconds = seconds;
    long forFailures = limits.maxWeight() / FAILURES_SHARE;
    this.entries =
        Caffeine.newBuilder()
            .executor(executor)
            .maximumWeight(limits.maxWeight() - forFailures)
            .weigher((QuestionKey key, CacheEntry entry) -> key.weight() + entry.weight())
            .build();
    this.failures =
        Caffeine.newBuilder()
            .executor(executor)
            .maximumWeight(forFailures)
            .weigher(
                (QuestionKey key, FailedLookup lookup) ->
                    key.weight() + lookup.reply().weight() + EXCEPTION_WEIGHT)
            .build();
  }

  /** The answer while it is fresh, or null. The key may be a flyweight. */
  public @Nullable WireAnswer fresh(QuestionKey key) {
    CacheEntry entry = entries.getIfPresent(key);
    return entry != null && entry.isFresh(seconds.getAsLong()) ? entry.answer() : null;
  }

  /** As {@link #fresh}, as records. */
  @Nullable Answer freshAnswer(Query query) {
    WireAnswer wire = fresh(query.key());
    return wire == null ? null : records(query, wire);
  }

  /** The reply to a question whose look-up failed a moment ago, or null. */
  @Nullable WireAnswer failed(QuestionKey key) {
    FailedLookup lookup = failedLookup(key);
    return lookup == null ? null : lookup.reply();
  }

  /**
   * What the cache knows about a question.
   *
   * @return the fresh answer, or null when it has to be looked up
   * @throws ResolutionException when the look-up failed a moment ago
   */
  public @Nullable Answer find(Query query) throws ResolutionException {
    Answer answer = freshAnswer(query);
    FailedLookup lookup = answer == null ? failedLookup(query.key()) : null;
    if (lookup != null) {
      throw lookup.failure();
    }
    return answer;
  }

  private @Nullable FailedLookup failedLookup(QuestionKey key) {
    FailedLookup lookup = failures.getIfPresent(key);
    return lookup != null && seconds.getAsLong() < lookup.expiresAt() ? lookup : null;
  }

  /**
   * Keeps an answer to a question for as long as its records and the limits allow.
   *
   * @throws ResolutionException when it is longer than a DNS message can be
   */
  public void put(Query query, Answer answer) throws ResolutionException {
    WireAnswer wire = encode(query, answer);
    long keep = isBounded(query, answer) ? wire.image(true).lowestTtl() : 0;
    if (keep > 0) {
      QuestionKey key = query.key();
      boolean negative = isNegative(query, answer);
      long now = seconds.getAsLong();
      CacheEntry entry = new CacheEntry(wire, negative, now + keep);
      long overSince = now - staleness.maxAge().toSeconds();
      entries.asMap().compute(key, (k, before) -> entry.insteadOf(before, overSince));
      failures.invalidate(key);
    }
  }

  /**
   * The answer to a question that may be given although it is over, or null. A positive one is
   * preferred to a negative one that came later: what says that a name is gone is often the outage
   * itself, and a name that is gone is missed by nobody.
   */
  public @Nullable StaleAnswer stale(Query query) {
    CacheEntry entry = entries.getIfPresent(query.key());
    long now = seconds.getAsLong();
    if (entry == null || entry.isFresh(now) || !staleness.allows(query.name())) {
      return null;
    }
    FailedLookup lookup = failedLookup(query.key());
    return lookup != null && !lookup.failure().staleAllowed() ? null : stale(entry, now);
  }

  private @Nullable StaleAnswer stale(CacheEntry entry, long now) {
    CacheEntry positive = entry.lastPositive();
    if (positive != null && now < lastUse(positive)) {
      return new StaleAnswer(entry, positive, Math.max(0, now - positive.expiresAt()));
    }
    return now < lastUse(entry) ? new StaleAnswer(entry, entry, now - entry.expiresAt()) : null;
  }

  /** When an answer is too old even for a stale one, in seconds. */
  private long lastUse(CacheEntry entry) {
    return entry.expiresAt() + staleness.maxAge().toSeconds();
  }

  /** Has the fast lane give a stale answer for a while, so that nobody looks it up again. */
  public void pause(StaleAnswer stale, WireAnswer reply) {
    long until = Math.min(seconds.getAsLong() + PAUSE_SECONDS, lastUse(stale.given()));
    stale.place().pause(reply, until, outage.get());
  }

  /** The stale answer to a question that is not looked up for a while, or null. */
  public @Nullable WireAnswer paused(QuestionKey key) {
    CacheEntry entry = entries.getIfPresent(key);
    return entry == null ? null : entry.paused(seconds.getAsLong(), outage.get());
  }

  /** An answer's records, their TTLs lowered by its age. */
  public Answer records(Query query, WireAnswer answer) {
    return WireAnswers.parse(query, answer, seconds.getAsLong());
  }

  /** Servers can be reached again: all that failed, or is stale, is worth another try at once. */
  public void recovered() {
    outage.incrementAndGet();
    failures.invalidateAll();
  }

  /**
   * Keeps in mind that a look-up failed, for as long as that kind of failure is remembered. Not
   * when an answer is there that may be given, now or once it is over: a failure would hide it.
   */
  public void putFailure(Query query, ResolutionException e) {
    long keep = e.failure().remembered().toSeconds();
    CacheEntry entry = entries.getIfPresent(query.key());
    if (entry != null && !e.staleAllowed()) {
      entry.endPause();
    }
    if (keep > 0 && !(e.staleAllowed() && entry != null && isUsable(query, entry))) {
      ExtendedError error = e.extendedError();
      ExtendedError known =
          error.code().isBogus()
              ? error
              : new ExtendedError(ExtendedError.Code.CACHED_ERROR, error.text());
      ResolutionException again = new ResolutionException(e.failure(), known.text(), known);
      long expiresAt = seconds.getAsLong() + keep;
      failures.put(query.key(), new FailedLookup(again, again.reply(), expiresAt));
    }
  }

  /** Whether an answer is there that may be given, now or once it is over. */
  public boolean holds(Query query) {
    CacheEntry entry = entries.getIfPresent(query.key());
    return entry != null && isUsable(query, entry);
  }

  /** The questions that are asked most, roughly: Caffeine counts only once it gets full. */
  public List<Query> hottest(int most) {
    return entries.policy().eviction().orElseThrow().hottest(most).keySet().stream()
        .map(key -> new Query(WireNames.parse(octets(key)), key.type(), false, Trace.NONE))
        .distinct()
        .toList();
  }

  private static byte[] octets(QuestionKey key) {
    return Arrays.copyOf(key.name(), key.nameLength());
  }

  private boolean isUsable(Query query, CacheEntry entry) {
    return staleness.allows(query.name()) && stale(entry, seconds.getAsLong()) != null;
  }

  /**
   * An answer as bytes, born now, for sending it without keeping it.
   *
   * @throws ResolutionException when it is longer than a DNS message can be
   */
  public WireAnswer encode(Query query, Answer answer) throws ResolutionException {
    return WireAnswers.of(query, answer, ttlLimits(query, answer), seconds.getAsLong());
  }

  private LongUnaryOperator ttlLimits(Query query, Answer answer) {
    if (answer.isStale()) {
      return ttl -> ttl;
    }
    long least = isNegative(query, answer) ? 0 : limits.minTtl().toSeconds();
    Duration longest = isNegative(query, answer) ? limits.negativeMaxTtl() : limits.maxTtl();
    long most = longest.toSeconds();
    return ttl -> Math.clamp(ttl, least, most);
  }

  /** A negative answer without an SOA record says nothing of its life (RFC 2308 section 5). */
  private static boolean isBounded(Query query, Answer answer) {
    return !isNegative(query, answer)
        || answer.authority().stream().anyMatch(SOARecord.class::isInstance);
  }

  private static boolean isNegative(Query query, Answer answer) {
    return answer.rcode() != Rcode.NOERROR
        || answer.answers().stream().noneMatch(r -> r.getType() == query.type());
  }

  /** The memory that all of it takes, in bytes, roughly. */
  public long weight() {
    return weight(entries) + weight(failures);
  }

  private static long weight(Cache<?, ?> cache) {
    return cache.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  /** How many answers it holds, roughly. */
  public long size() {
    return entries.estimatedSize();
  }
}
