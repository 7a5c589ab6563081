package org.pando.gossip.discovery;

import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.pando.gossip.GossipException;
import org.pando.gossip.MessageStream;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for more peers as long as there are few: every few seconds it dials whom {@link PeerSupply}
 * chooses, and asks one peer for others. {@link #run} is a worker's and returns when it is closed.
 */
public final class PeerSearch implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerSearch.class);
  private static final long PAUSE_SECONDS = 5;

  private final KnownPeers known;
  private final PeerSupply supply;
  private final PeerExchange exchange;
  private final Streams streams;
  private final Consumer<PeerAddress> dial;
  private final LongSupplier nanos;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Opens streams to connected peers, as {@link org.pando.gossip.GossipNode#open} does. */
  @FunctionalInterface
  public interface Streams {
    MessageStream open(PeerId peer, Protocol protocol) throws GossipException, InterruptedException;
  }

  /**
   * @param dial starts connecting and returns
   */
  public PeerSearch(
      KnownPeers known,
      PeerSupply supply,
      PeerExchange exchange,
      Streams streams,
      Consumer<PeerAddress> dial,
      LongSupplier nanos) {
    this.known = known;
    this.supply = supply;
    this.exchange = exchange;
    this.streams = streams;
    this.dial = dial;
    this.nanos = nanos;
  }

  @Override
  public void run() {
    try {
      do {
        look();
      } while (!closed.await(PAUSE_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One turn. */
  void look() throws InterruptedException {
    Set<PeerId> connected = known.connected();
    known.newlyGone().forEach(exchange::met);
    supply.toDial(connected, nanos.getAsLong()).forEach(dial);
    PeerId asked =
        supply
            .toAsk(known.speakers(PeerExchange.PROTOCOL.id()), connected.size(), nanos.getAsLong())
            .orElse(null);
    if (asked != null) {
      ask(asked);
    }
  }

  private void ask(PeerId peer) throws InterruptedException {
    try (MessageStream stream = streams.open(peer, PeerExchange.PROTOCOL)) {
      int news = exchange.ask(stream);
      LOG.debug("{} told of {} peers that were not known", peer, news);
    } catch (GossipException e) {
      LOG.debug("{} was asked for peers: {}", peer, e.getMessage());
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
