package org.pando.gossip.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.TestIdentity;

class TargetsTest {
  private static final PeerId PEER = TestIdentity.of(1).peerId();
  private static final PeerId OTHER = TestIdentity.of(2).peerId();

  private final Around names = new Around();

  private List<String> of(String... addresses) throws GossipException, InterruptedException {
    return new Targets(names)
        .of(Arrays.stream(addresses).map(each -> new PeerAddress(PEER, each)).toList()).stream()
            .map(SocketText::of)
            .toList();
  }

  @Test
  void ipv6AndIpv4TakeTurns() throws Exception {
    assertEquals(
        List.of("[2001:db8:0:0:0:0:0:1]:1", "192.0.2.1:1", "192.0.2.2:1"),
        of("/ip4/192.0.2.1/tcp/1", "/ip4/192.0.2.2/tcp/1", "/ip6/2001:db8::1/tcp/1"));
  }

  @Test
  void dns4AndDns6TakeTheirFamilyOnly() throws Exception {
    names.addresses.put(
        "peer.example",
        List.of(InetAddress.ofLiteral("2001:db8::1"), InetAddress.ofLiteral("192.0.2.1")));
    assertEquals(List.of("192.0.2.1:7"), of("/dns4/peer.example/tcp/7"));
    assertEquals(List.of("[2001:db8:0:0:0:0:0:1]:7"), of("/dns6/peer.example/tcp/7"));
    assertEquals(2, of("/dns/peer.example/tcp/7").size());
  }

  @Test
  void dnsaddrGivesThePeersOwnAddressesOnlyAndMayPointOn() throws Exception {
    names.texts.put(
        "_dnsaddr.a.example",
        List.of("dnsaddr=/dnsaddr/b.example", "dnsaddr=/ip4/192.0.2.9/tcp/1/p2p/" + OTHER));
    names.texts.put(
        "_dnsaddr.b.example", List.of("dnsaddr=/ip4/192.0.2.1/tcp/1/p2p/" + PEER, "junk"));
    assertEquals(List.of("192.0.2.1:1"), of("/dnsaddr/a.example"));
  }

  @Test
  void namesThatPointAtEachOtherEnd() {
    names.texts.put("_dnsaddr.a.example", List.of("dnsaddr=/dnsaddr/a.example"));
    GossipException e = assertThrows(GossipException.class, () -> of("/dnsaddr/a.example"));
    assertEquals(Kind.UNREACHABLE, e.kind());
  }

  @Test
  void addressesAreAtMostSixteen() throws Exception {
    List<InetAddress> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(InetAddress.ofLiteral("192.0.2." + i));
    }
    names.addresses.put("many.example", many);
    assertEquals(16, of("/dns/many.example/tcp/1").size());
  }

  @Test
  void whatIsOfNoUseIsNamed() {
    GossipException e =
        assertThrows(
            GossipException.class,
            () -> of("/ip4/192.0.2.1/udp/1/quic-v1", "/dns/no.example/tcp/1"));
    assertEquals(Kind.UNREACHABLE, e.kind());
    assertTrue(String.valueOf(e.getMessage()).contains("/ip4/192.0.2.1/udp/1/quic-v1"));
    assertTrue(String.valueOf(e.getMessage()).contains("/dns/no.example/tcp/1"));
  }
}
