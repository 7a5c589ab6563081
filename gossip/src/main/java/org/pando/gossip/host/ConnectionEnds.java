package org.pando.gossip.host;

import java.net.InetSocketAddress;
import org.pando.gossip.PeerId;

/**
 * Between which sockets a connection is, whoever answers.
 *
 * @param number this node's own, counted from 1
 */
record ConnectionEnds(
    long number, boolean outbound, InetSocketAddress remote, InetSocketAddress local) {
  ConnectionInfo info(PeerId peer) {
    return new ConnectionInfo(number, peer, outbound, remote, local);
  }

  @Override
  public String toString() {
    return SocketText.of(remote);
  }
}
