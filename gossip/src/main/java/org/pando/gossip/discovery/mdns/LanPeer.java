package org.pando.gossip.discovery.mdns;

import java.net.InetAddress;
import java.util.List;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;

/**
 * A peer that said on the link where it is; nothing proves yet that it is that peer.
 *
 * @param source which computer said it
 * @param addresses one or more
 */
record LanPeer(PeerId peer, InetAddress source, List<PeerAddress> addresses) {
  LanPeer {
    addresses = List.copyOf(addresses);
  }
}
