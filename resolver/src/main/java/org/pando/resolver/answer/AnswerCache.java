package org.pando.resolver.answer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/**
 * Answers of others, each kept for its lowest TTL. It takes an {@link Answer} only, so what was not
 * judged cannot be cached. Any thread.
 */
public final class AnswerCache {
  /**
   * How long answers are kept at most and at least.
   *
   * @param maxWeight all of it, in bytes
   * @param minTtl positive answers are kept at least this long
   * @param maxTtl positive answers are kept at most this long
   * @param negativeMaxTtl NXDOMAIN and NODATA are kept at most this long (RFC 2308 section 5)
   */
  public record Limits(long maxWeight, Duration minTtl, Duration maxTtl, Duration negativeMaxTtl) {}

  private record Entry(WireAnswer answer, long expiresAt) {}

  private final Cache<QuestionKey, Entry> entries;
  private final Limits limits;
  private final LongSupplier seconds;

  /**
   * @param executor runs Caffeine's housekeeping
   * @param seconds the node's own clock: seconds since an arbitrary moment, never backwards
   */
  public AnswerCache(Limits limits, Executor executor, LongSupplier seconds) {
    this.limits = limits;
    this.seconds = seconds;
    this.entries =
        Caffeine.newBuilder()
            .executor(executor)
            .maximumWeight(limits.maxWeight())
            .weigher((QuestionKey key, Entry entry) -> key.weight() + entry.answer().weight())
            .build();
  }

  /** The answer while it is fresh, or null. The key may be a flyweight. */
  public @Nullable WireAnswer fresh(QuestionKey key) {
    Entry entry = entries.getIfPresent(key);
    return entry != null && seconds.getAsLong() < entry.expiresAt() ? entry.answer() : null;
  }

  /** As {@link #fresh}, as records. */
  public @Nullable Answer freshAnswer(Query query) {
    WireAnswer wire = fresh(query.key());
    return wire == null
        ? null
        : WireAnswers.parse(query.name(), query.type(), wire, seconds.getAsLong());
  }

  /** Keeps an answer to a question for as long as its records and the limits allow. */
  public void put(Query query, Answer answer) {
    WireAnswer wire = encode(query, answer);
    long keep = keepSeconds(query, answer, wire);
    if (keep > 0) {
      entries.put(query.key(), new Entry(wire, seconds.getAsLong() + keep));
    }
  }

  /** An answer as bytes, born now, for sending it without keeping it. */
  public WireAnswer encode(Query query, Answer answer) {
    return WireAnswers.of(query.name(), query.type(), answer, seconds.getAsLong());
  }

  private long keepSeconds(Query query, Answer answer, WireAnswer wire) {
    if (negative(query, answer)) {
      long keep = 0;
      for (Record r : answer.authority()) {
        if (r instanceof SOARecord soa) {
          keep = Math.min(soa.getTTL(), soa.getMinimum());
        }
      }
      return Math.min(keep, limits.negativeMaxTtl().toSeconds());
    }
    long capped = Math.min(wire.lowestTtl(), limits.maxTtl().toSeconds());
    return Math.max(capped, limits.minTtl().toSeconds());
  }

  private static boolean negative(Query query, Answer answer) {
    return answer.rcode() != Rcode.NOERROR
        || answer.answers().stream().noneMatch(r -> r.getType() == query.type());
  }

  /** The memory that they take, in bytes, roughly. */
  public long weight() {
    return entries.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  /** How many answers it holds, roughly. */
  public long size() {
    return entries.estimatedSize();
  }
}
