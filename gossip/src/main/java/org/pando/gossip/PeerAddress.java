package org.pando.gossip;

/**
 * Where a peer may be found.
 *
 * @param peer who must answer there
 * @param address a multiaddr without {@code /p2p/…}, such as {@code /ip4/192.0.2.1/tcp/4053} or
 *     {@code /dns/pando.example/tcp/4053}
 */
public record PeerAddress(PeerId peer, String address) {
  @Override
  public String toString() {
    return address + "/p2p/" + peer;
  }
}
