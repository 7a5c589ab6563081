package org.pando.gossip.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;

class OwnAddressesTest {
  private final OwnAddresses own = new OwnAddresses();

  private static InetSocketAddress at(String text) throws GossipException {
    return OwnAddresses.toListen(text);
  }

  @Test
  void aWildcardStandsForTheInterfaces() throws Exception {
    own.interfaces(
        List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1")));
    own.listening(at("/ip4/0.0.0.0/tcp/7"));
    assertTrue(own.renew());
    assertEquals(List.of("/ip4/192.0.2.1/tcp/7"), own.all());
    own.listening(at("/ip6/::/tcp/8"));
    own.renew();
    assertEquals(
        List.of("/ip4/192.0.2.1/tcp/7", "/ip4/192.0.2.1/tcp/8", "/ip6/2001:db8::1/tcp/8"),
        own.all());
    assertFalse(own.renew(), "nothing has changed");
  }

  @Test
  void whatASourceAnnouncesReplacesWhatItSaidBefore() throws Exception {
    own.announce("observed", List.of("/ip4/198.51.100.1/tcp/1"));
    own.announce("port mapping", List.of("/ip4/198.51.100.1/tcp/2"));
    own.announce("observed", List.of("/ip4/198.51.100.1/tcp/3"));
    assertTrue(own.renew());
    assertEquals(List.of("/ip4/198.51.100.1/tcp/3", "/ip4/198.51.100.1/tcp/2"), own.all());
  }

  @Test
  void bothWildcardsOfOnePortAreOneSocket() throws Exception {
    List<InetSocketAddress> both = List.of(at("/ip4/0.0.0.0/tcp/7"), at("/ip6/::/tcp/7"));
    assertTrue(OwnAddresses.isCovered(both.getFirst(), both));
    assertFalse(OwnAddresses.isCovered(both.getLast(), both));
    List<InetSocketAddress> any = List.of(at("/ip4/0.0.0.0/tcp/0"), at("/ip6/::/tcp/0"));
    assertFalse(OwnAddresses.isCovered(any.getFirst(), any));
  }

  @Test
  void whatIsNoSocketToListenOnIsSaidSo() {
    for (String text : List.of("/dns/a.example/tcp/1", "/ip4/192.0.2.1/udp/1", "/dnsaddr/a")) {
      GossipException e = assertThrows(GossipException.class, () -> at(text));
      assertTrue(String.valueOf(e.getMessage()).contains("/ip4/0.0.0.0/tcp/4053"), e.toString());
    }
  }
}
