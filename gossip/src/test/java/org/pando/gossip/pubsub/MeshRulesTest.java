package org.pando.gossip.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.gossip.pubsub.RouterFixture.TOPIC;
import static org.pando.gossip.pubsub.RouterFixture.inbound;
import static org.pando.gossip.pubsub.RouterFixture.isGrafted;
import static org.pando.gossip.pubsub.RouterFixture.prunes;
import static org.pando.gossip.pubsub.RouterFixture.to;
import static org.pando.gossip.pubsub.RouterFixture.traits;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.gossip.Verdict;
import org.pando.gossip.pubsub.PeerTraits.Version;
import org.pando.gossip.pubsub.Rpc.Subscription;

/** Mesh maintenance (design 8.5; gossipsub 1.1). */
class MeshRulesTest {
  private RouterFixture fixture = new RouterFixture();
  private GossipRouter router = fixture.router;

  private int meshSize() {
    return router.mesh(TOPIC).size();
  }

  @Test
  void belowDloTheHeartbeatGraftsUpToD() {
    fixture.withPeers(20).joined();
    assertEquals(6, meshSize());
    for (int i = 1; i <= 20; i++) {
      if (fixture.inMesh(i) && meshSize() > 4) {
        fixture.prune(i, 600);
      }
    }
    assertEquals(4, meshSize());
    fixture.heartbeat();
    assertEquals(6, meshSize());
  }

  @Test
  void fromDloOnTheHeartbeatLeavesTheMeshAlone() {
    fixture.withPeers(20).joined();
    for (int i = 1; meshSize() > 5; i++) {
      fixture.prune(i, 600);
    }
    fixture.heartbeat();
    assertEquals(5, meshSize());
  }

  @Test
  void whoSubscribesIsGraftedAtOnceWhileTheMeshIsBelowDlo() {
    fixture.joined();
    for (int i = 1; i <= 8; i++) {
      assertEquals(i <= 5, isGrafted(i, fixture.add(i, traits(Version.V1_2))));
    }
  }

  @Test
  void aboveDhiTheHeartbeatPrunesToDAndKeepsTheBestAndTheOutbound() {
    for (int seed = 1; seed <= 5; seed++) {
      fixture = new RouterFixture(seed);
      router = fixture.router;
      pruneToD();
    }
  }

  private void pruneToD() {
    fixture.joined();
    for (int i = 1; i <= 14; i++) {
      fixture.add(i, i <= 2 ? traits(Version.V1_2) : inbound());
    }
    for (int i = 1; i <= 12; i++) {
      fixture.graft(i);
    }
    for (int i = 9; i <= 12; i++) { // the best four
      fixture.message(i, "from " + i);
      router.onVerdict(RouterFixture.id("from " + i), Verdict.ACCEPT, fixture.now);
    }
    fixture.add(15, traits(Version.V1_2));
    fixture.graft(15);
    assertEquals(13, meshSize());
    List<Effect> effects = fixture.heartbeat();
    assertEquals(6, meshSize());
    for (int i = 9; i <= 12; i++) {
      assertTrue(fixture.inMesh(i));
    }
    int outbound = 0;
    for (int i : new int[] {1, 2, 15}) {
      outbound += fixture.inMesh(i) ? 1 : 0;
    }
    assertEquals(2, outbound);
    int pruned = 0;
    for (int i = 1; i <= 15; i++) {
      pruned += prunes(i, effects).size();
    }
    assertEquals(7, pruned);
  }

  @Test
  void withFewOutboundPeersTheHeartbeatGraftsMore() {
    for (int i = 1; i <= 6; i++) {
      fixture.add(i, inbound());
    }
    fixture.joined();
    assertEquals(6, meshSize());
    for (int i = 7; i <= 10; i++) {
      fixture.add(i, traits(Version.V1_2));
    }
    fixture.heartbeat();
    assertEquals(8, meshSize());
  }

  @Test
  void peersBelowZeroArePrunedWithoutPeerExchangeAndNotGrafted() {
    fixture.withPeers(3).joined();
    fixture.message(1, "bad");
    router.onVerdict(RouterFixture.id("bad"), Verdict.REJECT, fixture.now);
    router.onRecord(Nodes.peer(2), new byte[] {1});
    List<Effect> effects = fixture.heartbeat();
    assertFalse(fixture.inMesh(1));
    assertEquals(60, prunes(1, effects).getFirst().backoffSeconds());
    assertTrue(prunes(1, effects).getFirst().peers().isEmpty());
    fixture.prune(2, 1);
    fixture.heartbeats(3);
    assertTrue(fixture.inMesh(2));
    assertFalse(fixture.inMesh(1));
  }

  @Test
  void joiningHeedsBackoff() {
    fixture.withPeers(2).joined();
    fixture.prune(1, 60);
    List<Effect> left = router.leave(TOPIC, fixture.now);
    assertEquals(10, prunes(2, left).getFirst().backoffSeconds());
    assertEquals(List.of(new Subscription(TOPIC, false)), to(2, left).getFirst().subscriptions());
    fixture.joined();
    assertEquals(0, meshSize());
    fixture.heartbeats(10);
    assertEquals(0, meshSize()); // a second of slack
    fixture.heartbeat();
    assertTrue(fixture.inMesh(2));
    assertFalse(fixture.inMesh(1));
  }

  @Test
  void whoUnsubscribesOrGoesLeavesTheMesh() {
    fixture.withPeers(2).joined();
    fixture.subscribe(1, TOPIC, false);
    assertFalse(fixture.inMesh(1));
    router.removePeer(Nodes.peer(2), fixture.now);
    assertEquals(0, meshSize());
  }

  @Test
  void aNewStreamToAPeerOfTheMeshBeginsWithHelloAndGraft() {
    fixture.withPeers(1).joined();
    List<Rpc> said = to(1, router.addPeer(Nodes.peer(1), traits(Version.V1_2), fixture.now));
    assertEquals(1, said.getFirst().subscriptions().size());
    assertEquals(List.of(TOPIC), said.get(1).control().graft());
    assertTrue(fixture.inMesh(1));
  }

  @Test
  void aMeshThatDoesBadlyTakesBetterPeersIn() {
    fixture.withPeers(6).joined();
    for (int i = 7; i <= 9; i++) {
      fixture.add(i, traits(Version.V1_2));
    }
    fixture.heartbeats(20); // members earn little in a minute
    for (int message = 0; message < 90; message++) {
      fixture.message(7 + message % 3, "m" + message);
      router.onVerdict(RouterFixture.id("m" + message), Verdict.ACCEPT, fixture.now);
    }
    assertEquals(6, meshSize());
    fixture.heartbeats(20);
    assertEquals(6, meshSize());
    RouterFixture poor = new RouterFixture(RouterOptions.DEFAULT, Scores.withoutMeshSeconds());
    poor.withPeers(6).joined();
    for (int i = 7; i <= 9; i++) {
      poor.add(i, traits(Version.V1_2));
      poor.message(i, "m" + i);
      poor.router.onVerdict(RouterFixture.id("m" + i), Verdict.ACCEPT, poor.now);
    }
    poor.heartbeats(59);
    assertEquals(6, poor.router.mesh(TOPIC).size());
    poor.heartbeat();
    assertEquals(8, poor.router.mesh(TOPIC).size());
  }

  @Test
  void leavingATopicThatIsNotHeardDoesNothing() {
    assertTrue(fixture.withPeers(1).router.leave(TOPIC, fixture.now).isEmpty());
  }
}
