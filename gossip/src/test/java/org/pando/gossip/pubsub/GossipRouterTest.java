package org.pando.gossip.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.gossip.pubsub.RouterFixture.RULES;
import static org.pando.gossip.pubsub.RouterFixture.TOPIC;
import static org.pando.gossip.pubsub.RouterFixture.delivered;
import static org.pando.gossip.pubsub.RouterFixture.id;
import static org.pando.gossip.pubsub.RouterFixture.isGrafted;
import static org.pando.gossip.pubsub.RouterFixture.to;
import static org.pando.gossip.pubsub.RouterFixture.whoGetsMessages;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.Verdict;
import org.pando.gossip.pubsub.PeerTraits.Version;
import org.pando.gossip.pubsub.Rpc.Subscription;

class GossipRouterTest {
  private final RouterFixture fixture = new RouterFixture();
  private final GossipRouter router = fixture.router;

  @Test
  void helloIsAllSubscriptionsAndComesBeforeTheGraft() {
    fixture.joined();
    List<Rpc> said = to(1, fixture.add(1, RouterFixture.traits(Version.V1_2)));
    assertEquals(2, said.size());
    assertEquals(List.of(new Subscription(TOPIC, true)), said.getFirst().subscriptions());
    assertEquals(List.of(TOPIC), said.get(1).control().graft());
  }

  @Test
  void joinSaysSoToAllAndGraftsUpToD() {
    fixture.withPeers(10);
    List<Effect> effects = router.join(RULES, fixture.now);
    for (int i = 1; i <= 10; i++) {
      assertEquals(
          List.of(new Subscription(TOPIC, true)), to(i, effects).getFirst().subscriptions());
    }
    assertEquals(6, router.mesh(TOPIC).size());
    assertThrows(IllegalArgumentException.class, () -> router.join(RULES, fixture.now));
  }

  @Test
  void aNewMessageIsDeliveredOnceAndForwardedOnlyWhenAccepted() {
    fixture.joined().withPeers(4);
    List<Effect> first = fixture.message(1, "a");
    assertEquals(List.of(id("a")), delivered(first));
    assertTrue(whoGetsMessages(first).isEmpty());
    assertTrue(delivered(fixture.message(2, "a")).isEmpty());
    List<Effect> verdict = router.onVerdict(id("a"), Verdict.ACCEPT, fixture.now);
    assertEquals(Set.of(Nodes.peer(3), Nodes.peer(4)), Set.copyOf(whoGetsMessages(verdict)));
    assertTrue(router.onVerdict(id("a"), Verdict.ACCEPT, fixture.now).isEmpty());
  }

  @Test
  void whatIsNotAcceptedIsNotForwardedAndOnlyRejectionCosts() {
    fixture.joined().withPeers(4);
    fixture.message(1, "a");
    assertTrue(router.onVerdict(id("a"), Verdict.IGNORE, fixture.now).isEmpty());
    assertEquals(0, fixture.score(1));
    fixture.message(1, "b");
    fixture.message(2, "b");
    assertTrue(router.onVerdict(id("b"), Verdict.REJECT, fixture.now).isEmpty());
    assertEquals(-10, fixture.score(1));
    assertEquals(-10, fixture.score(2));
    fixture.message(3, "b");
    assertEquals(-10, fixture.score(3));
  }

  @Test
  void publishGoesToAllOfTheTopicOnceAndNotToItself() throws GossipException {
    fixture.joined().withPeers(20);
    List<Effect> effects = router.publish(RULES, new byte[] {1}, fixture.now);
    assertEquals(20, whoGetsMessages(effects).size());
    assertEquals(20, Set.copyOf(whoGetsMessages(effects)).size());
    assertTrue(delivered(effects).isEmpty());
    assertTrue(router.publish(RULES, new byte[] {1}, fixture.now).isEmpty());
  }

  @Test
  void heartbeatTellsPeersOutsideOfTheMeshAndTheyGetWhatTheyWant() {
    fixture.joined().withPeers(20);
    fixture.message(1, "a");
    router.onVerdict(id("a"), Verdict.ACCEPT, fixture.now);
    List<Effect> effects = fixture.heartbeat();
    int told = 0;
    for (int i = 1; i <= 20; i++) {
      boolean isTold = to(i, effects).stream().anyMatch(rpc -> !rpc.control().ihave().isEmpty());
      assertFalse(isTold && fixture.inMesh(i));
      told += isTold ? 1 : 0;
    }
    assertEquals(6, told);
    assertEquals(List.of(Nodes.peer(9)), whoGetsMessages(fixture.iwant(9, "a")));
  }

  @Test
  void whatAPeerHasIsAskedFor() {
    fixture.joined().withPeers(1);
    List<Rpc> said = to(1, fixture.ihave(1, "a"));
    assertEquals(List.of(id("a")), said.getFirst().control().iwant());
    fixture.message(1, "a");
    assertTrue(fixture.ihave(1, "a").isEmpty());
  }

  @Test
  void graftAndPruneMoveAPeerInAndOut() {
    fixture.withPeers(1).joined();
    assertTrue(fixture.inMesh(1));
    fixture.prune(1, 60);
    assertFalse(fixture.inMesh(1));
    fixture.heartbeats(59);
    assertFalse(fixture.inMesh(1));
    List<Effect> effects = fixture.heartbeats(3);
    assertTrue(isGrafted(1, effects));
    assertTrue(fixture.inMesh(1));
  }
}
