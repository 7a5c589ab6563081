package org.pando.gossip.node;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.discovery.Bootstrap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up whom the bootstrap list means, and keeps them: again after a minute when the DNS did not
 * tell, and every hour, since lists in the DNS change. {@link #run} is a worker's.
 */
final class BootstrapPeers implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BootstrapPeers.class);
  private static final long RETRY_SECONDS = 60;
  private static final long RENEWAL_SECONDS = 3_600;

  private final List<String> texts;
  private final Bootstrap bootstrap;
  private final Consumer<PeerAddress> keep;

  /** What was warned of and has not worked since; the worker's. */
  private final Set<String> failing = new HashSet<>();

  private final CountDownLatch closed = new CountDownLatch(1);

  BootstrapPeers(List<String> texts, Bootstrap bootstrap, Consumer<PeerAddress> keep) {
    this.texts = texts;
    this.bootstrap = bootstrap;
    this.keep = keep;
  }

  @Override
  public void run() {
    try {
      boolean all;
      do {
        all = keepAll();
      } while (!texts.isEmpty()
          && !closed.await(all ? RENEWAL_SECONDS : RETRY_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether every text meant somebody. */
  private boolean keepAll() throws InterruptedException {
    boolean all = true;
    for (String text : texts) {
      try {
        bootstrap.resolve(text).forEach(keep);
        failing.remove(text);
      } catch (GossipException e) {
        if (failing.add(text)) {
          LOG.warn("bootstrap peer {}; trying again every minute", e.getMessage());
        }
        all = false;
      }
    }
    return all;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
