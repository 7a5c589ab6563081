package org.pando.gossip.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pando.gossip.TestIdentity;

class TrimTest {
  private static final HostLimits LIMITS = new HostLimits(10, 9, 9, 9, 1, 3, 2, true);
  private static final long LATER = 100 * Pair.SECOND;

  private static Peer peer(int seed, Connection connection) {
    Peer peer = new Peer(TestIdentity.of(seed).peerId(), 0);
    peer.connections.add(connection);
    return peer;
  }

  private static Pair busy() {
    Pair pair = Pair.upgraded(1);
    pair.two.serve("/echo", 8);
    pair.open(Set.of("/echo"), "/echo");
    pair.run();
    return pair;
  }

  @Test
  void aboveTheHighWaterMarkTheLeastUsefulGoDownToTheLow() {
    Pair busy = busy();
    Pair idle = Pair.upgraded(2);
    Peer outbound = peer(1, busy.dialer);
    Peer inbound = peer(2, busy.listener);
    Peer without = peer(3, idle.dialer);
    Peer kept = peer(4, idle.listener);
    kept.kept = true;
    List<Peer> all = List.of(outbound, inbound, without, kept);
    assertEquals(List.of(), Trim.excess(all, 3, LIMITS, LATER));
    assertEquals(List.of(idle.dialer, busy.listener), Trim.excess(all, 4, LIMITS, LATER));
    assertEquals(
        List.of(idle.dialer, busy.listener, busy.dialer), Trim.excess(all, 9, LIMITS, LATER));
  }

  @Test
  void newConnectionsAndTaggedPeersStay() {
    Pair idle = Pair.upgraded(2);
    Peer peer = peer(1, idle.dialer);
    assertEquals(List.of(), Trim.excess(List.of(peer), 9, LIMITS, Trim.GRACE - 1));
    assertEquals(List.of(idle.dialer), Trim.excess(List.of(peer), 9, LIMITS, Trim.GRACE));
    peer.tags.add("mesh");
    assertEquals(List.of(), Trim.excess(List.of(peer), 9, LIMITS, Trim.GRACE));
  }

  @Test
  void aConnectionWithoutStreamsIsIdleAfterFiveMinutes() {
    Pair idle = Pair.upgraded(2);
    Pair busy = busy();
    List<Peer> all = List.of(peer(1, idle.dialer), peer(2, busy.dialer));
    for (int i = 0; i < 299; i++) {
      busy.tick(1);
      busy.run();
    }
    assertEquals(List.of(), Trim.idle(all, Trim.IDLE - 1));
    assertEquals(List.of(idle.dialer), Trim.idle(all, Trim.IDLE));
  }
}
