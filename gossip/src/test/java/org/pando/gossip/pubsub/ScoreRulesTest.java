package org.pando.gossip.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.gossip.pubsub.RouterFixture.id;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.gossip.Verdict;
import org.pando.gossip.pubsub.PeerTraits.Version;

/** Peer scoring (design 8.6; gossipsub 1.1). */
class ScoreRulesTest {
  private static final double EXACT = 1e-9;
  private final RouterFixture fixture = new RouterFixture();
  private final GossipRouter router = fixture.router;

  private void accept(int from, String text) {
    fixture.message(from, text);
    router.onVerdict(id(text), Verdict.ACCEPT, fixture.now);
  }

  private void reject(int from, String text) {
    fixture.message(from, text);
    router.onVerdict(id(text), Verdict.REJECT, fixture.now);
  }

  private static PeerTraits at(String ip) {
    return new PeerTraits(Version.V1_2, false, false, ip, 0);
  }

  @Test
  void p1SecondsInTheMeshCountUpToTheCapAndEndWithThePrune() {
    fixture.joined().withPeers(1);
    fixture.heartbeats(10);
    assertEquals(10 * 0.02, fixture.score(1), EXACT);
    fixture.heartbeats(200);
    assertEquals(100 * 0.02, fixture.score(1), EXACT);
    fixture.prune(1, 60);
    assertEquals(0, fixture.score(1), EXACT);
  }

  @Test
  void p2FirstDeliveriesCountOnlyTheFirstAndUpToTheCap() {
    fixture.joined().withPeers(2);
    fixture.message(1, "a");
    fixture.message(2, "a");
    router.onVerdict(id("a"), Verdict.ACCEPT, fixture.now);
    assertEquals(0.08, fixture.score(1), EXACT);
    assertEquals(0, fixture.score(2), EXACT);
    for (int i = 0; i < 200; i++) {
      accept(1, "m" + i);
    }
    assertEquals(8, fixture.score(1), EXACT);
  }

  @Test
  void p4RejectedMessagesCountSquaredAndAreHalfForgottenAfterTwoMinutes() {
    fixture.joined().withPeers(1);
    reject(1, "a");
    assertEquals(-10, fixture.score(1), EXACT);
    reject(1, "b");
    assertEquals(-40, fixture.score(1), EXACT);
    fixture.heartbeats(115);
    assertEquals(-10, fixture.score(1), 0.1);
    fixture.heartbeats(600);
    assertTrue(fixture.score(1) >= 0);
  }

  @Test
  void p5IsWhatTheApplicationThinks() {
    fixture.add(1, new PeerTraits(Version.V1_2, true, false, "", 1));
    assertEquals(10, fixture.score(1), EXACT);
  }

  @Test
  void p6PeersOfOneAddressCountSquaredAboveTheThreshold() {
    for (int i = 1; i <= 12; i++) {
      fixture.add(i, at("192.0.2.1"));
    }
    assertEquals(-5 * 4, fixture.score(1), EXACT);
    fixture.add(13, at("192.0.2.2"));
    assertEquals(0, fixture.score(13), EXACT);
    router.removePeer(Nodes.peer(12), fixture.now);
    router.removePeer(Nodes.peer(11), fixture.now);
    assertEquals(0, fixture.score(1), EXACT);
    for (int i = 0; i < 5; i++) { // coming and going does not miscount
      fixture.add(11, at("192.0.2.1"));
      router.removePeer(Nodes.peer(11), fixture.now);
    }
    fixture.add(11, at("192.0.2.1"));
    assertEquals(-5, fixture.score(1), EXACT);
  }

  @Test
  void p6CountsIpv6By64AndNoPrivateAddresses() {
    for (int i = 1; i <= 12; i++) {
      fixture.add(i, at("2001:db8:0:1::" + i));
    }
    assertEquals(-20, fixture.score(1), EXACT);
    for (String ip :
        List.of("127.0.0.1", "10.1.2.3", "192.168.1.1", "fd00::1", "fe80::1", "::1", "")) {
      RouterFixture home = new RouterFixture();
      for (int i = 1; i <= 20; i++) {
        home.add(i, at(ip));
      }
      assertEquals(0, home.score(1), EXACT, ip);
    }
  }

  @Test
  void p7MisdeedsAboveTheThresholdCountSquaredAndDecay() {
    fixture.withPeers(1);
    router.onMisbehaved(Nodes.peer(1), 6);
    assertEquals(0, fixture.score(1), EXACT);
    router.onMisbehaved(Nodes.peer(1), 3);
    assertEquals(-90, fixture.score(1), EXACT);
    fixture.heartbeats(320);
    assertEquals(0, fixture.score(1), EXACT);
  }

  @Test
  void theTopicsTogetherAddNoMoreThanTheirCap() {
    for (String topic : List.of("x", "y")) {
      TopicRules rules =
          new TopicRules(topic, 1000, SignPolicy.STRICT_NO_SIGN, MessageIds.SHA256_OF_DATA);
      router.join(rules, fixture.now);
    }
    fixture.withPeers(1);
    for (String topic : List.of("x", "y")) {
      for (int i = 0; i < 100; i++) {
        Message message = Message.unsigned(topic, (topic + i).getBytes(UTF_8));
        fixture.rpc(1, Rpc.messages(List.of(message)));
        router.onVerdict(MessageIds.SHA256_OF_DATA.apply(message), Verdict.ACCEPT, fixture.now);
      }
    }
    assertEquals(10, fixture.score(1), EXACT);
  }

  @Test
  void aBadScoreOutlivesTheConnectionAndIsForgottenAfterAnHour() {
    fixture.joined().withPeers(1);
    for (int i = 0; i < 3; i++) {
      reject(1, "m" + i);
    }
    router.removePeer(Nodes.peer(1), fixture.now);
    fixture.heartbeats(60);
    fixture.withPeers(1);
    assertEquals(-90, fixture.score(1), 0.1);
    assertTrue(!fixture.inMesh(1));
    router.removePeer(Nodes.peer(1), fixture.now);
    fixture.now += 3600 * RouterFixture.SECOND;
    fixture.heartbeat();
    fixture.withPeers(1);
    assertEquals(0, fixture.score(1), EXACT);
  }

  @Test
  void belowTheGraylistThresholdNothingCountsAndThePeerIsDisconnected() {
    fixture.joined().withPeers(1);
    for (int i = 0; i < 3; i++) {
      reject(1, "m" + i);
    }
    assertTrue(fixture.score(1) < -80);
    assertTrue(fixture.message(1, "a").isEmpty());
    assertTrue(fixture.graft(1).isEmpty());
    assertEquals(2, router.refusals().count(Refusal.GRAYLISTED));
    assertTrue(
        fixture.heartbeat().stream()
            .anyMatch(
                effect ->
                    effect instanceof Effect.Disconnect gone && gone.peer().equals(Nodes.peer(1))));
  }

  @Test
  void directPeersAreNeverGraylisted() {
    fixture.joined();
    fixture.add(1, new PeerTraits(Version.V1_2, true, true, "", 0));
    router.onMisbehaved(Nodes.peer(1), 100);
    assertEquals(1, RouterFixture.delivered(fixture.message(1, "a")).size());
    assertTrue(fixture.heartbeat().stream().noneMatch(Effect.Disconnect.class::isInstance));
  }

  @Test
  void peersThatHaveGoneAreBounded() {
    PeerScores scores = new PeerScores(ScoreOptions.DEFAULT);
    for (int i = 0; i < 10_100; i++) {
      scores.add(Nodes.peer(i), at(""));
      scores.remove(Nodes.peer(i), 0);
    }
    assertEquals(10_000, scores.size());
    assertEquals(0, scores.score(Nodes.peer(20_000)));
  }
}
