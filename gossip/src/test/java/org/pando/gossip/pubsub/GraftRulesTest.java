package org.pando.gossip.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.gossip.pubsub.RouterFixture.TOPIC;
import static org.pando.gossip.pubsub.RouterFixture.inbound;
import static org.pando.gossip.pubsub.RouterFixture.prunes;
import static org.pando.gossip.pubsub.RouterFixture.traits;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pando.gossip.pubsub.PeerTraits.Version;

/** GRAFT, PRUNE and backoff (design 8.5; gossipsub 1.1). */
class GraftRulesTest {
  private final RouterFixture fixture = new RouterFixture();
  private final GossipRouter router = fixture.router;

  @Test
  void backoffOfAPruneIsCappedAndDefaultsToAMinute() {
    fixture.withPeers(4).joined();
    fixture.prune(1, -1); // unsigned: 2^64 - 1
    fixture.prune(2, 0);
    fixture.prune(3, Long.MAX_VALUE);
    fixture.prune(4, 10_000);
    fixture.heartbeats(62);
    assertEquals(Set.of(Nodes.peer(2)), router.mesh(TOPIC));
    fixture.now += 3540 * RouterFixture.SECOND;
    fixture.heartbeat();
    assertEquals(4, router.mesh(TOPIC).size());
  }

  @Test
  void aShorterBackoffDoesNotEndALongerOne() {
    fixture.withPeers(1).joined();
    fixture.prune(1, 60);
    fixture.prune(1, 1);
    fixture.heartbeats(50);
    assertFalse(fixture.inMesh(1));
  }

  @Test
  void graftOfATopicThatWeDoNotHearIsIgnored() {
    fixture.withPeers(1);
    assertTrue(fixture.graft(1).isEmpty());
    assertEquals(1, router.refusals().count(Refusal.NOT_SUBSCRIBED));
    assertEquals(0, fixture.score(1));
  }

  @Test
  void graftOfADirectPeerIsPruned() {
    fixture.joined();
    fixture.add(1, new PeerTraits(Version.V1_2, true, true, "", 0));
    assertEquals(1, prunes(1, fixture.graft(1)).size());
    assertFalse(fixture.inMesh(1));
    fixture.heartbeat();
    assertFalse(fixture.inMesh(1));
  }

  @Test
  void graftInBackoffIsPrunedAndCountsOnceAndInTheFloodWindowTwice() {
    RouterFixture strict = new RouterFixture(RouterOptions.DEFAULT, Scores.withoutMercy());
    strict.withPeers(2).joined();
    strict.prune(1, 60);
    strict.prune(2, 60);
    strict.now += 11 * RouterFixture.SECOND;
    assertEquals(60, prunes(1, strict.graft(1)).getFirst().backoffSeconds());
    assertFalse(strict.inMesh(1));
    assertEquals(-10, strict.score(1)); // one misdeed, squared
    strict.graft(1);
    assertEquals(-90, strict.score(1)); // and two, as the PRUNE was just now
  }

  @Test
  void graftInBackoffExtendsIt() {
    fixture.withPeers(1).joined();
    fixture.prune(1, 60);
    fixture.heartbeats(50);
    fixture.graft(1);
    fixture.heartbeats(50);
    assertFalse(fixture.inMesh(1));
  }

  @Test
  void graftOfAPeerBelowZeroIsPruned() {
    fixture.withPeers(1);
    router.onMisbehaved(Nodes.peer(1), 7);
    fixture.joined();
    assertEquals(1, prunes(1, fixture.graft(1)).size());
    assertFalse(fixture.inMesh(1));
    assertEquals(1, router.refusals().count(Refusal.LOW_SCORE));
  }

  @Test
  void aFullMeshTakesOnlyOutboundPeers() {
    fixture.joined();
    for (int i = 1; i <= 12; i++) {
      fixture.add(i, inbound());
      fixture.graft(i);
    }
    fixture.add(13, inbound());
    assertEquals(1, prunes(13, fixture.graft(13)).size());
    fixture.add(14, traits(Version.V1_2));
    assertTrue(fixture.graft(14).isEmpty());
    assertTrue(fixture.inMesh(14));
    assertFalse(fixture.inMesh(13));
  }

  @Test
  void floodOfGraftsIsAMisdeed() {
    fixture.withPeers(1).joined();
    for (int i = 0; i < 3; i++) {
      fixture.graft(1);
    }
    assertEquals(0, fixture.score(1));
    for (int i = 0; i < 10; i++) {
      fixture.graft(1);
    }
    assertTrue(fixture.score(1) < 0);
    assertEquals(9, router.refusals().count(Refusal.TOO_MANY_GRAFTS));
    assertEquals(1, router.refusals().count(Refusal.GRAYLISTED));
  }

  @Test
  void pruneOfA10PeerHasNoBackoffAndFloodsubPeersAreInNoMesh() {
    fixture.joined();
    fixture.add(1, traits(Version.V1_0));
    fixture.add(2, traits(Version.FLOODSUB));
    assertTrue(fixture.inMesh(1));
    assertFalse(fixture.inMesh(2));
    assertTrue(fixture.graft(2).isEmpty());
    assertFalse(fixture.inMesh(2));
    assertEquals(1, router.refusals().count(Refusal.NO_CONTROL));
    assertEquals(0, prunes(1, router.leave(TOPIC, fixture.now)).getFirst().backoffSeconds());
  }

  @Test
  void backoffsAreBoundedAndExpire() {
    Backoffs backoffs = new Backoffs(2);
    for (int i = 0; i < 3; i++) {
      backoffs.begin(TOPIC, Nodes.peer(i), 0, 10);
    }
    assertEquals(2, backoffs.size());
    assertFalse(backoffs.isTooEarly(TOPIC, Nodes.peer(0), 1));
    assertTrue(backoffs.isTooEarly(TOPIC, Nodes.peer(2), 1));
    backoffs.expire(11 + RouterFixture.SECOND);
    assertEquals(0, backoffs.size());
  }
}
