package org.pando.gossip.node;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.PeerId;
import org.pando.gossip.PeerStatus;
import org.pando.gossip.host.ConnectionInfo;
import org.pando.gossip.host.HostListener;
import org.pando.gossip.host.Identified;
import org.pando.gossip.host.TcpHost;
import org.pando.gossip.identify.Ping;
import org.pando.gossip.identity.Multiaddr;
import org.pando.gossip.topics.Pubsub;

/**
 * Which peers and addresses there are, for any thread: addresses as of their last change, peers as
 * the loop says when it is asked.
 */
final class Census implements HostListener {
  private static final long PATIENCE_SECONDS = 5;

  private final TcpHost host;
  private final Ping ping;
  private final Pubsub pubsub;
  private volatile List<String> addresses = List.of();
  private volatile boolean closed;

  Census(TcpHost host, Ping ping, Pubsub pubsub) {
    this.host = host;
    this.ping = ping;
    this.pubsub = pubsub;
  }

  @Override
  public void changed() {
    addresses = host.addresses().stream().map(each -> each + "/p2p/" + host.id()).toList();
  }

  List<String> addresses() {
    return addresses;
  }

  /** Waits until the loop has done what it was given before. */
  void awaitAddresses() {
    await(this::changed);
  }

  /** Waits for the loop; empty when the node is closed. */
  List<PeerStatus> peers() {
    List<PeerStatus> found = new ArrayList<>();
    return !closed && await(() -> collect(found)) ? List.copyOf(found) : List.of();
  }

  private boolean await(Runnable task) {
    CountDownLatch done = new CountDownLatch(1);
    host.execute(
        () -> {
          task.run();
          done.countDown();
        });
    try {
      return done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void collect(List<PeerStatus> found) {
    Set<PeerId> peers = new HashSet<>(host.peers());
    peers.addAll(host.kept());
    for (PeerId peer : peers) {
      found.add(status(peer));
    }
  }

  private PeerStatus status(PeerId peer) {
    List<ConnectionInfo> connections = host.connections(peer);
    @Nullable Identified identified = host.identified(peer);
    return new PeerStatus(
        peer,
        !connections.isEmpty(),
        connections.stream().anyMatch(ConnectionInfo::outbound),
        identified == null ? "" : identified.agent(),
        connections.isEmpty()
            ? host.tried(peer)
            : connections.stream().map(each -> Multiaddr.of(each.remote()).toString()).toList(),
        identified == null ? List.of() : identified.addresses(),
        identified == null ? Set.of() : identified.protocols(),
        pubsub.topics(peer),
        ping.roundTrip(peer),
        pubsub.score(peer),
        host.problem(peer));
  }

  /** The loop has ended. */
  void close() {
    closed = true;
  }
}
