package org.pando.gossip.discovery;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.gossip.discovery.Peers.peer;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.Surroundings.Names;

final class BootstrapTest {
  private final Map<String, List<String>> zone = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final Bootstrap bootstrap =
      new Bootstrap(
          new Names() {
            @Override
            public List<InetAddress> addresses(String host) {
              throw new AssertionError("hosts are looked up by who dials");
            }

            @Override
            public List<String> texts(String name) {
              asked.add(name);
              List<String> texts = zone.get(name);
              return texts == null ? List.of() : texts;
            }
          });

  private static String refusal(String text) {
    GossipException checked = assertThrows(GossipException.class, () -> Bootstrap.check(text));
    assertEquals(GossipException.Kind.MALFORMED, checked.kind());
    return String.valueOf(checked.getMessage());
  }

  @Test
  void anAddressStandsForItself() throws Exception {
    for (String address :
        List.of("/ip4/192.0.2.1/tcp/4053", "/ip6/2001:db8::1/tcp/1", "/dns/pando.example/tcp/2")) {
      String text = address + "/p2p/" + peer(1);
      Bootstrap.check(text);
      assertEquals(List.of(new PeerAddress(peer(1), address)), bootstrap.resolve(text));
    }
    assertEquals(List.of(), asked);
  }

  @Test
  void whatIsWrongIsSaidWithWhatToWrite() {
    assertTrue(refusal("/ip4/192.0.2.1/tcp/4053").contains("add /p2p/ and the peer's id"));
    assertTrue(
        refusal("/ip4/192.0.2.1/udp/4053/p2p/" + peer(1))
            .contains("write /ip4/192.0.2.1/tcp/4053/p2p/" + peer(1)));
    assertTrue(refusal("192.0.2.1:4053").contains("192.0.2.1:4053"));
    assertTrue(refusal("/dnsaddr/pando.example/tcp/4").contains("/dnsaddr/pando.example/tcp/4"));
    assertDoesNotThrow(() -> Bootstrap.check("/dnsaddr/pando.example"));
  }

  @Test
  void namesPointToAddressesAndToOtherNames() throws Exception {
    zone.put(
        "_dnsaddr.pando.example",
        List.of(
            "dnsaddr=/ip4/192.0.2.1/tcp/4053/p2p/" + peer(1),
            "dnsaddr=/ip4/192.0.2.1/udp/4053/quic-v1/p2p/" + peer(1),
            "v=spf1 -all",
            "dnsaddr=nonsense",
            "dnsaddr=/ip4/192.0.2.9/tcp/4053",
            "dnsaddr=/dnsaddr/more.example"));
    zone.put(
        "_dnsaddr.more.example",
        List.of(
            "dnsaddr=/dns4/host.example/tcp/4053/p2p/" + peer(2),
            "dnsaddr=/dnsaddr/pando.example"));
    assertEquals(
        Set.of(
            new PeerAddress(peer(1), "/ip4/192.0.2.1/tcp/4053"),
            new PeerAddress(peer(2), "/dns4/host.example/tcp/4053")),
        Set.copyOf(bootstrap.resolve("/dnsaddr/pando.example")));
    assertEquals(List.of("_dnsaddr.pando.example", "_dnsaddr.more.example"), asked);
  }

  @Test
  void anIdBehindTheNameChoosesThatPeer() throws Exception {
    zone.put(
        "_dnsaddr.pando.example",
        List.of(
            "dnsaddr=/ip4/192.0.2.1/tcp/4053/p2p/" + peer(1),
            "dnsaddr=/ip4/192.0.2.2/tcp/4053/p2p/" + peer(2)));
    assertEquals(
        List.of(new PeerAddress(peer(2), "/ip4/192.0.2.2/tcp/4053")),
        bootstrap.resolve("/dnsaddr/pando.example/p2p/" + peer(2)));
  }

  @Test
  void aNameThatTellsOfNobodySaysWhatItsRecordsMustRead() {
    GossipException nobody =
        assertThrows(GossipException.class, () -> bootstrap.resolve("/dnsaddr/pando.example"));
    assertEquals(GossipException.Kind.UNREACHABLE, nobody.kind());
    String message = String.valueOf(nobody.getMessage());
    assertTrue(message.contains("_dnsaddr.pando.example"), message);
    assertTrue(message.contains("dnsaddr=/ip4/"), message);
  }

  @Test
  void pointersAreFollowedFourDeep() {
    for (int i = 0; i < 20; i++) {
      zone.put("_dnsaddr.h" + i, List.of("dnsaddr=/dnsaddr/h" + (i + 1)));
    }
    assertThrows(GossipException.class, () -> bootstrap.resolve("/dnsaddr/h0"));
    assertEquals(List.of("_dnsaddr.h0", "_dnsaddr.h1", "_dnsaddr.h2", "_dnsaddr.h3"), asked);
  }

  @Test
  void lookUpsAndAddressesAreLimited() throws Exception {
    List<String> wide = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      wide.add("dnsaddr=/dnsaddr/h" + i);
      wide.add("dnsaddr=/ip4/192.0.2." + i + "/tcp/4053/p2p/" + peer(i));
    }
    zone.put("_dnsaddr.pando.example", wide);
    assertEquals(100, bootstrap.resolve("/dnsaddr/pando.example").size());
    assertEquals(16, asked.size());
  }
}
