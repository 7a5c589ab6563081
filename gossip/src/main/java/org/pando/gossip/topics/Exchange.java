package org.pando.gossip.topics;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.host.Host;
import org.pando.gossip.identity.Multiaddr;
import org.pando.gossip.identity.PeerRecord;
import org.pando.gossip.identity.TcpAddress;
import org.pando.gossip.pubsub.Effect.Connect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Peer exchange: nodes that a peer has named are dialed, unless they are connected. */
final class Exchange {
  /** How many addresses of one node are tried. */
  private static final int MAX_ADDRESSES = 4;

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private Exchange() {}

  static void connect(Host host, Connect connect) {
    for (byte[] envelope : connect.records()) {
      try {
        connect(host, PeerRecord.open(envelope));
      } catch (GossipException e) {
        LOG.debug("a peer record from {}: {}", connect.by(), e.getMessage());
      }
    }
  }

  private static void connect(Host host, PeerRecord found) {
    if (found.peer().equals(host.id()) || host.peers().contains(found.peer())) {
      return;
    }
    found.addresses().stream()
        .filter(Exchange::isDialable)
        .limit(MAX_ADDRESSES)
        .forEach(
            address ->
                host.connect(new PeerAddress(found.peer(), address.withoutPeer().toString())));
  }

  private static boolean isDialable(Multiaddr address) {
    return address.tcp().filter(Exchange::isOutside).isPresent();
  }

  /** Not this machine itself: a peer's loopback is not ours. */
  private static boolean isOutside(TcpAddress address) {
    @Nullable InetAddress literal = address.literal();
    return literal == null || !(literal.isLoopbackAddress() || literal.isAnyLocalAddress());
  }
}
