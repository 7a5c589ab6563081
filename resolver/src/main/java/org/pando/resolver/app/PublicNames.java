package org.pando.resolver.app;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.QueueInbox;
import org.pando.resolver.config.ResolutionConfig;
import org.pando.resolver.lookup.CachingResolver;
import org.pando.resolver.lookup.CoalescingResolver;
import org.pando.resolver.lookup.Outage;
import org.pando.resolver.lookup.Prefetch;
import org.pando.resolver.lookup.Resolver;
import org.pando.resolver.lookup.ServeStale;

/**
 * How names are resolved that are not ours, from stale answers in. Look-ups that no question waits
 * for have threads of their own, which end with the node.
 */
final class PublicNames implements AutoCloseable {
  private static final int BEHIND_STALE = 400;
  private static final int BEHIND_STALE_IN_OUTAGE = 16;
  private static final int PREFETCHED = 32;

  private final ExecutorService behind = Executors.newVirtualThreadPerTaskExecutor();
  private final Resolver resolver;
  private final Prefetch prefetch;

  /**
   * @param lookup asks servers
   */
  PublicNames(
      ResolutionConfig config, Resolver lookup, AnswerCache cache, Outage outage, NodeClock clock) {
    CachingResolver caching = new CachingResolver(cache, lookup);
    CoalescingResolver shared = new CoalescingResolver(caching, QueueInbox::new);
    ServeStale.Limits limits =
        new ServeStale.Limits(
            config.timeout().minus(config.staleAfter()), BEHIND_STALE, BEHIND_STALE_IN_OUTAGE);
    this.resolver = new ServeStale(shared, cache, outage, QueueInbox::new, behind, limits);
    this.prefetch =
        new Prefetch(
            shared.leadingBy(caching::refresh),
            behind,
            PREFETCHED,
            config.timeout(),
            clock.nanos());
  }

  Resolver resolver() {
    return resolver;
  }

  /** Hears which names are asked often. */
  Prefetch prefetch() {
    return prefetch;
  }

  @Override
  public void close() {
    behind.shutdownNow();
  }
}
