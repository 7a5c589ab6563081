package org.pando.gossip.discovery.mdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.discovery.Peers;
import org.pando.gossip.identity.Prefix;

final class LanPeersTest {
  private static final long SECOND = 1_000_000_000L;

  private final LanPeers peers = new LanPeers();

  private static LanPeer found(int peer, int source, int... ports) {
    return new LanPeer(
        Peers.peer(peer),
        InetAddress.ofLiteral("10.9." + source / 250 + "." + source % 250),
        IntStream.of(ports)
            .mapToObj(port -> new PeerAddress(Peers.peer(peer), "/ip4/10.9.0.2/tcp/" + port))
            .toList());
  }

  @Test
  void aPeerIsToldOfOnceAMinuteUnlessItMoves() {
    assertEquals(1, peers.admit(found(1, 1, 4053), 0).size());
    assertEquals(0, peers.admit(found(1, 1, 4053), 59 * SECOND).size());
    assertEquals(1, peers.admit(found(1, 1, 4054), 59 * SECOND).size());
    assertEquals(0, peers.admit(found(1, 1, 4053, 4054), 60 * SECOND).size());
    assertEquals(2, peers.admit(found(1, 1, 4053, 4054), 119 * SECOND).size());
  }

  @Test
  void fourAddressesOfAPeerAreTriedAtMost() {
    assertEquals(4, peers.admit(found(1, 1, 1, 2, 3, 4, 5, 6), 0).size());
  }

  @Test
  void oneComputerSpendsAThirdOfTheBudgetAtMost() {
    int dials = 0;
    for (int i = 0; i < 100; i++) {
      dials += peers.admit(found(i, 1, 4053), 0).size();
    }
    assertEquals(LanPeers.DIALS_PER_MINUTE_AND_SOURCE, dials);
    assertEquals(1, peers.admit(found(1000, 2, 4053), 0).size());
    assertEquals(1, peers.admit(found(99, 1, 4053), 3 * SECOND).size(), "and it comes back");
  }

  @Test
  void allTogetherSpendNoMoreThanTheBudget() {
    int dials = 0;
    for (int i = 0; i < 1000; i++) {
      dials += peers.admit(found(i, i, 4053), 0).size();
    }
    assertEquals(LanPeers.DIALS_PER_MINUTE, dials);
  }

  @ParameterizedTest
  @ValueSource(strings = {"eth0", "enp3s0", "wlan0", "br0", "br-lan", "en0", "bond0"})
  void interfacesToOtherComputersAreUsed(String name) {
    assertTrue(link(name, true).isSuitable());
    assertFalse(link(name, false).isSuitable());
    assertFalse(new Link(name, 1, true, List.of()).isSuitable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"docker0", "br-0123456789ab", "veth12", "virbr0", "tun0", "wg0", "podman1"})
  void interfacesToContainersAndTunnelsAreNot(String name) {
    assertFalse(link(name, true).isSuitable());
  }

  private static Link link(String name, boolean plain) {
    return new Link(name, 1, plain, List.of(new Prefix(InetAddress.ofLiteral("10.9.0.1"), 24)));
  }
}
