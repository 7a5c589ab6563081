package org.pando.resolver.answer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;

/**
 * Answers of others, each kept for its lowest TTL, and for a short time which look-ups failed. It
 * takes an {@link Answer} only, so what was not judged cannot be cached. Any thread.
 *
 * <p>Both are bounded by their bytes and by nothing else: an answer that is over stays until its
 * place is needed. Failures have a sixteenth of the room to themselves, so that however many there
 * are, no answer is pushed out, replaced or hidden by one.
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

  private record Entry(WireAnswer answer, long expiresAt) {}

  private record FailedLookup(ResolutionException failure, WireAnswer reply, long expiresAt) {}

  private static final int FAILURES_SHARE = 16;
  private static final int EXCEPTION_WEIGHT = 256;

  private final Cache<QuestionKey, Entry> entries;
  private final Cache<QuestionKey, FailedLookup> failures;
  private final Limits limits;
  private final LongSupplier seconds;

  /**
   * @param executor runs Caffeine's housekeeping
   * @param seconds the node's own clock: seconds since an arbitrary moment, never backwards
   */
  public AnswerCache(Limits limits, Executor executor, LongSupplier seconds) {
    this.limits = limits;
    this.seconds = seconds;
    long forFailures = limits.maxWeight() / FAILURES_SHARE;
    this.entries =
        Caffeine.newBuilder()
            .executor(executor)
            .maximumWeight(limits.maxWeight() - forFailures)
            .weigher((QuestionKey key, Entry entry) -> key.weight() + entry.answer().weight())
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
    Entry entry = entries.getIfPresent(key);
    return entry != null && seconds.getAsLong() < entry.expiresAt() ? entry.answer() : null;
  }

  /** As {@link #fresh}, as records. */
  @Nullable Answer freshAnswer(Query query) {
    WireAnswer wire = fresh(query.key());
    return wire == null ? null : WireAnswers.parse(query, wire, seconds.getAsLong());
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
      entries.put(query.key(), new Entry(wire, seconds.getAsLong() + keep));
      failures.invalidate(query.key());
    }
  }

  /** Keeps in mind that a look-up failed, for as long as that kind of failure is remembered. */
  public void putFailure(Query query, ResolutionException e) {
    long keep = e.failure().remembered().toSeconds();
    if (keep > 0) {
      ExtendedError known =
          new ExtendedError(ExtendedError.Code.CACHED_ERROR, e.extendedError().text());
      ResolutionException again = new ResolutionException(e.failure(), known.text(), known);
      long expiresAt = seconds.getAsLong() + keep;
      failures.put(query.key(), new FailedLookup(again, again.reply(), expiresAt));
    }
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
