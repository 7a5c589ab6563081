package org.pando.gossip.discovery.mdns;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.Decoding;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.discovery.Peers;
import org.pando.gossip.identity.Multiaddr;
import org.pando.gossip.identity.Prefix;
import org.pando.gossip.identity.Reach;

@Timeout(10)
final class MdnsLinkFuzzTest {
  private static final PeerId SELF = Peers.peer(1);
  private static final Prefix LINK = new Prefix(InetAddress.ofLiteral("10.9.0.1"), 24);

  /**
   * Whatever comes, what is believed is few, near and not this node; and questions are answered.
   */
  @FuzzTest
  void packet(byte[] input) throws GossipException {
    MdnsLink link = new MdnsLink(SELF, "instance", List.of(LINK), new SplittableRandom(1), 0);
    link.listensOn(List.of(Multiaddr.parse("/ip4/10.9.0.1/tcp/1/p2p/" + SELF)), 0);
    List<LanPeer> found =
        Decoding.attempt(() -> link.receive(input, LINK.address(), MdnsLink.PORT, 0));
    for (byte[] message : link.due(link.next())) {
      assertTrue(message.length < 1200);
      assertNotNull(Decoding.attempt(() -> MdnsReader.read(message)));
    }
    int addresses = 0;
    for (LanPeer peer : found == null ? List.<LanPeer>of() : found) {
      assertNotEquals(SELF, peer.peer());
      for (PeerAddress address : peer.addresses()) {
        addresses++;
        InetAddress ip = Multiaddr.parse(address.address()).tcp().orElseThrow().literal();
        assertNotNull(ip);
        assertTrue(LINK.contains(ip) || Reach.of(ip) == Reach.PRIVATE, address::toString);
      }
    }
    assertTrue(addresses <= 16);
  }
}
