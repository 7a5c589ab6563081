package org.pando.resolver.answer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

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

  /** How long a stale answer is given without another look-up (RFC 8767 section 5). */
  private static final int PAUSE_SECONDS = 30;

  private static final int FAILURES_SHARE = 16;

  private final Cache<QuestionKey, CacheEntry> entries;
  private final FailedLookups failures;
  private final Limits limits;
  private final Staleness staleness;
  private final LongSupplier seconds;
  private final AtomicInteger outage = new AtomicInteger();
  private final LongAdder changes = new LongAdder();

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
    this.failures = new FailedLookups(forFailures, executor, seconds);
  }

  /** The answer while it is fresh, or null. The key may be a flyweight. */
  public @Nullable WireAnswer fresh(QuestionKey key) {
    CacheEntry entry = entries.getIfPresent(key);
    return entry != null && entry.isFresh(seconds.getAsLong()) ? entry.answer() : null;
  }

  /**
   * As {@link #fresh}, for a client.
   *
   * @param hot hears the question when it is asked often and its answer is nearly over, once
   */
  @Nullable WireAnswer fresh(WireQuestion question, Consumer<Query> hot) {
    CacheEntry entry = entries.getIfPresent(question.key());
    long now = seconds.getAsLong();
    if (entry == null || !entry.isFresh(now)) {
      return null;
    }
    if (entry.countQuestion(now)) {
      hot.accept(question.query(Trace.NONE));
    }
    return entry.answer();
  }

  /** As {@link #fresh}, as records. */
  @Nullable Answer freshAnswer(Query query) {
    WireAnswer wire = fresh(query.key());
    return wire == null ? null : records(query, wire);
  }

  /** The reply to a question whose look-up failed a moment ago, or null. */
  @Nullable WireAnswer failed(QuestionKey key) {
    FailedLookups.Failed lookup = failures.get(key);
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
    FailedLookups.Failed lookup = answer == null ? failures.get(query.key()) : null;
    if (lookup != null) {
      throw lookup.again();
    }
    return answer;
  }

  /**
   * Keeps an answer to a question for as long as its records and the limits allow.
   *
   * @throws ResolutionException when it is longer than a DNS message can be
   */
  public void put(Query query, Answer answer) throws ResolutionException {
    WireAnswer wire = encode(query, answer);
    long keep = answer.isBounded(query.type()) ? wire.image(true).lowestTtl() : 0;
    if (keep > 0) {
      QuestionKey key = query.key();
      long now = seconds.getAsLong();
      boolean negative = answer.isNegative(query.type());
      CacheEntry entry = new CacheEntry(wire, negative, life(wire, now, now + keep));
      entries.asMap().compute(key, (k, before) -> entry.insteadOf(before, now));
      failures.remove(key);
      changes.increment();
    }
  }

  private CacheEntry.Life life(WireAnswer answer, long bornAt, long expiresAt) {
    return answer.isStale()
        ? CacheEntry.Life.stale(expiresAt)
        : CacheEntry.Life.of(bornAt, expiresAt, staleness.maxAge().toSeconds());
  }

  /** The answer to a question that may be given although it is over, or null. */
  public @Nullable StaleAnswer stale(Query query) {
    CacheEntry entry = entries.getIfPresent(query.key());
    long now = seconds.getAsLong();
    if (entry == null || entry.isFresh(now) || !staleness.allows(query.name())) {
      return null;
    }
    FailedLookups.Failed lookup = failures.get(query.key());
    return lookup != null && !lookup.again().staleAllowed() ? null : entry.stale(now);
  }

  /** Has the fast lane give a stale answer for a while, so that nobody looks it up again. */
  public void pause(StaleAnswer stale, WireAnswer reply) {
    long lastUse = stale.given().life().lastUse();
    long until = Math.min(seconds.getAsLong() + PAUSE_SECONDS, lastUse);
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
    failures.clear();
  }

  /**
   * Keeps in mind that a look-up failed, for as long as that kind of failure is remembered. Not
   * when an answer is there that may be given, now or once it is over: a failure would hide it.
   */
  public void putFailure(Query query, ResolutionException e) {
    QuestionKey key = query.key();
    CacheEntry entry = entries.getIfPresent(key);
    if (entry != null && !e.staleAllowed()) {
      entry.endPause();
    }
    if (!(e.staleAllowed() && entry != null && isUsable(query, entry))) {
      failures.put(key, e);
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
        .filter(key -> !key.checkingDisabled())
        .map(QuestionKey::query)
        .toList();
  }

  private boolean isUsable(Query query, CacheEntry entry) {
    return staleness.allows(query.name()) && entry.stale(seconds.getAsLong()) != null;
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
      return ttl -> Math.min(ttl, WireAnswer.STALE_TTL);
    }
    boolean negative = answer.isNegative(query.type());
    long least = negative ? 0 : limits.minTtl().toSeconds();
    long most = (negative ? limits.negativeMaxTtl() : limits.maxTtl()).toSeconds();
    return ttl -> Math.clamp(ttl, least, most);
  }

  /** What is worth keeping in a file, a positive answer before the negative one after it. */
  Stream<SavedAnswer> saved() {
    long now = seconds.getAsLong();
    return entries.asMap().entrySet().stream()
        .flatMap(e -> e.getValue().all().map(entry -> Map.entry(e.getKey(), entry)))
        .filter(e -> !e.getValue().isTooOld(now) && !e.getValue().answer().isStale())
        .map(e -> SavedAnswer.of(e.getKey(), e.getValue(), now));
  }

  /**
   * Takes an answer back from a file, unless it is too old or there is a newer one.
   *
   * @param elapsed seconds since it was saved; negative when the clock went backwards: nobody knows
   *     how long that was, and it is over
   * @throws IOException when it is no answer
   */
  void restore(SavedAnswer saved, long elapsed) throws IOException {
    Query query = saved.key().query();
    Answer answer = saved.answer();
    long now = seconds.getAsLong();
    long madeAt = now - saved.age() - Math.max(0, elapsed);
    WireAnswer wire = encode(query, answer, madeAt);
    long left = elapsed < 0 ? Math.min(0, saved.left()) : saved.left() - elapsed;
    long expiresAt = Math.min(now + left, madeAt + wire.image(true).lowestTtl());
    CacheEntry entry =
        new CacheEntry(wire, answer.isNegative(query.type()), life(wire, madeAt, expiresAt));
    if (entry.isFresh(now) || (staleness.allows(query.name()) && !entry.isTooOld(now))) {
      entries
          .asMap()
          .compute(
              query.key(),
              (k, before) ->
                  before == null || entry.isNewerThan(before)
                      ? entry.insteadOf(before, now)
                      : before);
      failures.remove(query.key());
    }
  }

  private WireAnswer encode(Query query, Answer answer, long madeAt) throws IOException {
    try {
      return WireAnswers.of(query, answer, ttlLimits(query, answer), madeAt);
    } catch (ResolutionException e) {
      throw new InvalidObjectException(String.valueOf(e.getMessage()));
    }
  }

  /** How many answers came and were forgotten: whether there is something new to save. */
  long changes() {
    return changes.sum();
  }

  void countChanges(long more) {
    changes.add(more);
  }

  ConcurrentMap<QuestionKey, CacheEntry> entries() {
    return entries.asMap();
  }

  ConcurrentMap<QuestionKey, FailedLookups.Failed> failures() {
    return failures.all();
  }

  /** Whether answers for a name may be given though they are over. */
  boolean mayBeStale(Name name) {
    return staleness.allows(name);
  }

  /** The memory that all of it takes, in bytes, roughly. */
  public long weight() {
    return entries.policy().eviction().orElseThrow().weightedSize().orElse(0) + failures.weight();
  }

  /** How many answers it holds, roughly. */
  public long size() {
    return entries.estimatedSize();
  }
}
