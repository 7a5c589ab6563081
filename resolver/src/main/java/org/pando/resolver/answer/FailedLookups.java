package org.pando.resolver.answer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Which look-ups failed a moment ago (RFC 9520), bounded by their bytes. Any thread. */
final class FailedLookups {
  private static final int EXCEPTION_WEIGHT = 256;

  /**
   * One of them.
   *
   * @param again what a question gets that would look it up again
   * @param reply the same as bytes
   * @param until in seconds of the node's own clock
   */
  record Failed(ResolutionException again, WireAnswer reply, long until) {}

  private final Cache<QuestionKey, Failed> failures;
  private final LongSupplier seconds;

  /**
   * @param room in bytes
   * @param executor runs Caffeine's housekeeping
   * @param seconds the node's own clock
   */
  FailedLookups(long room, Executor executor, LongSupplier seconds) {
    this.seconds = seconds;
    this.failures =
        Caffeine.newBuilder()
            .executor(executor)
            .maximumWeight(room)
            .weigher(
                (QuestionKey key, Failed failed) ->
                    key.weight() + failed.reply().weight() + EXCEPTION_WEIGHT)
            .build();
  }

  @Nullable Failed get(QuestionKey key) {
    Failed failed = failures.getIfPresent(key);
    return failed != null && seconds.getAsLong() < failed.until() ? failed : null;
  }

  /** Remembers one for as long as failures of its kind are remembered. */
  void put(QuestionKey key, ResolutionException e) {
    long keep = e.failure().remembered().toSeconds();
    if (keep > 0) {
      ExtendedError error = known(e.extendedError());
      ResolutionException again = new ResolutionException(e.failure(), error.text(), error);
      failures.put(key, new Failed(again, again.reply(), seconds.getAsLong() + keep));
    }
  }

  /** That an answer was found to be forged says more than that this is known already. */
  private static ExtendedError known(ExtendedError error) {
    return error.code().isBogus()
        ? error
        : new ExtendedError(ExtendedError.Code.CACHED_ERROR, error.text());
  }

  /** All of them, those that are over included. */
  ConcurrentMap<QuestionKey, Failed> all() {
    return failures.asMap();
  }

  void remove(QuestionKey key) {
    failures.invalidate(key);
  }

  void clear() {
    failures.invalidateAll();
  }

  /** The memory that they take, in bytes, roughly. */
  long weight() {
    return failures.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }
}
