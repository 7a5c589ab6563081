package org.pando.resolver.app;

import io.netty.channel.EventLoopGroup;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been started, so that it is stopped in reverse. Belongs to the thread that starts and
 * stops the node.
 */
final class Parts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);
  private static final long LOOP_SECONDS = 5;

  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T part) {
    started.push(part);
    return part;
  }

  /** Event loops end when their tasks are done. */
  EventLoopGroup addLoops(EventLoopGroup loops) {
    started.push(
        () ->
            loops
                .shutdownGracefully(0, LOOP_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(2 * LOOP_SECONDS, TimeUnit.SECONDS));
    return loops;
  }

  /** Stops everything; one part's failure does not keep the others running. */
  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        LOG.warn("while stopping: {}", e.toString(), e);
      }
    }
  }
}
