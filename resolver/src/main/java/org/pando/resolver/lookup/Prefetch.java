package org.pando.resolver.lookup;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up again what is asked often, while its old answer is still given: nobody waits for a hot
 * name when its time is over. When a look-up fails, the old answer stays as it is. Any thread;
 * never blocks.
 */
public final class Prefetch implements Consumer<Query> {
  private static final Logger LOG = LoggerFactory.getLogger(Prefetch.class);

  private final Resolver source;
  private final Executor threads;
  private final Semaphore permits;
  private final Duration timeout;
  private final LongSupplier nanos;

  /**
   * @param source asks servers, whatever the cache holds, and fills the cache
   * @param threads starts a thread that may block, per task
   * @param atATime how many look-ups go on at a time; beyond that, names are looked up when they
   *     are asked after their time
   * @param timeout how long a look-up may take
   * @param nanos the node's own clock
   */
  public Prefetch(
      Resolver source, Executor threads, int atATime, Duration timeout, LongSupplier nanos) {
    this.source = source;
    this.threads = threads;
    this.permits = new Semaphore(atATime);
    this.timeout = timeout;
    this.nanos = nanos;
  }

  @Override
  public void accept(Query query) {
    if (!permits.tryAcquire()) {
      return;
    }
    try {
      threads.execute(() -> lookUp(query));
    } catch (RejectedExecutionException e) {
      LOG.debug("{} is not looked up again: the node is stopping", query.name());
    }
  }

  private void lookUp(Query query) {
    try {
      source.resolve(query, Deadline.in(timeout, nanos));
    } catch (ResolutionException e) {
      LOG.debug("{} {} was not looked up again: {}", query.name(), query.type(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      permits.release();
    }
  }
}
