package org.pando.gossip.host;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gossip loop over Netty's. After it has shut down, tasks are dropped. */
record NettyLoop(EventLoop loop, LongSupplier nanos) implements Loop {
  private static final Logger LOG = LoggerFactory.getLogger(NettyLoop.class);

  @Override
  public void execute(Runnable task) {
    try {
      loop.execute(logging(task));
    } catch (RejectedExecutionException e) {
      LOG.trace("the loop has ended", e);
    }
  }

  @Override
  public Host.Timer after(Duration delay, Runnable task) {
    try {
      Future<?> pending = loop.schedule(logging(task), delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> pending.cancel(false);
    } catch (RejectedExecutionException e) {
      LOG.trace("the loop has ended", e);
      return () -> {};
    }
  }

  @Override
  public long now() {
    return nanos.getAsLong();
  }

  /** A timer of Netty would keep what its task throws to itself. */
  private static Runnable logging(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("a task of the gossip loop failed; the node goes on without it", e);
      }
    };
  }
}
