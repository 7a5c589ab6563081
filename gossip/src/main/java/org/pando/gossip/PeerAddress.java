package org.pando.gossip;

import org.pando.gossip.identity.Multiaddr;

/**
 * Where a peer may be found.
 *
 * @param peer who must answer there
 * @param address a multiaddr without {@code /p2p/…}, such as {@code /ip4/192.0.2.1/tcp/4053} or
 *     {@code /dns/pando.example/tcp/4053}
 */
public record PeerAddress(PeerId peer, String address) {
  /**
   * @param text a multiaddr that ends in {@code /p2p/…}
   * @throws GossipException MALFORMED, LIMIT
   */
  public static PeerAddress parse(String text) throws GossipException {
    return of(Multiaddr.parse(text));
  }

  /**
   * @param bytes as {@link #encode} gives them
   * @throws GossipException MALFORMED, LIMIT
   */
  public static PeerAddress decode(byte[] bytes) throws GossipException {
    return of(Multiaddr.decode(bytes));
  }

  private static PeerAddress of(Multiaddr address) throws GossipException {
    PeerId peer = address.peer();
    String place = address.withoutPeer().toString();
    if (peer == null || place.contains("/p2p/")) {
      throw GossipException.malformed(
          "'"
              + address
              + "' does not say both where and who; an address of a peer looks like"
              + " /ip4/192.0.2.1/tcp/4053/p2p/12D3KooW…");
    }
    return new PeerAddress(peer, place);
  }

  /**
   * The multiaddr with {@code /p2p/…} in bytes.
   *
   * @throws GossipException MALFORMED, LIMIT when the address is none
   */
  public byte[] encode() throws GossipException {
    return Multiaddr.parse(address).withPeer(peer).bytes();
  }

  @Override
  public String toString() {
    return address + "/p2p/" + peer;
  }
}
