package org.pando.gossip.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.gossip.pubsub.RouterFixture.TOPIC;
import static org.pando.gossip.pubsub.RouterFixture.delivered;
import static org.pando.gossip.pubsub.RouterFixture.id;
import static org.pando.gossip.pubsub.RouterFixture.inbound;
import static org.pando.gossip.pubsub.RouterFixture.to;
import static org.pando.gossip.pubsub.RouterFixture.whoGetsMessages;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.Verdict;
import org.pando.gossip.pubsub.Rpc.IHave;

/** IHAVE, IWANT, IDONTWANT, the caches (design 8.5; gossipsub 1.0 to 1.2). */
class GossipRulesTest {
  private final RouterFixture fixture = new RouterFixture();
  private final GossipRouter router = fixture.router;

  private void accept(int from, String text) {
    fixture.message(from, text);
    router.onVerdict(id(text), Verdict.ACCEPT, fixture.now);
  }

  private static List<MessageId> ids(int count) {
    List<MessageId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(id("id " + i));
    }
    return ids;
  }

  private List<Effect> ihave(int from, List<MessageId> ids) {
    return fixture.rpc(from, Rpc.ihave(List.of(new IHave(TOPIC, ids))));
  }

  private static int told(List<Effect> effects) {
    Set<Object> told = new HashSet<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Send send && !send.rpc().control().ihave().isEmpty()) {
        assertEquals(Priority.GOSSIP, send.priority());
        assertEquals(TOPIC, send.rpc().control().ihave().getFirst().topic());
        told.add(send.to());
      }
    }
    return told.size();
  }

  @Test
  void aQuarterOfThePeersIsToldAndAtLeastDlazy() {
    fixture.joined().withPeers(45);
    accept(1, "a");
    int outside = 45 - router.mesh(TOPIC).size();
    assertEquals(outside / 4, told(fixture.heartbeat()));
    RouterFixture few = new RouterFixture().joined().withPeers(12);
    few.message(1, "a");
    few.router.onVerdict(id("a"), Verdict.ACCEPT, few.now);
    assertEquals(6, told(few.heartbeat()));
  }

  @Test
  void aMessageIsToldForThreeHeartbeatsAndServedForFive() {
    fixture.joined().withPeers(12);
    accept(1, "a");
    for (int beat = 1; beat <= 6; beat++) {
      assertEquals(beat <= 3 ? 6 : 0, told(fixture.heartbeat()));
      if (beat == 4) {
        assertEquals(List.of(Nodes.peer(2)), whoGetsMessages(fixture.iwant(2, "a")));
      }
    }
    assertTrue(fixture.iwant(3, "a").isEmpty());
    assertEquals(1, router.refusals().count(Refusal.NOT_REMEMBERED));
  }

  @Test
  void aMessageIsSentToOnePeerThreeTimesAtMost() {
    fixture.joined().withPeers(2);
    accept(1, "a");
    for (int i = 1; i <= 5; i++) {
      assertEquals(i <= 3 ? 1 : 0, whoGetsMessages(fixture.iwant(2, "a")).size());
    }
    assertEquals(2, router.refusals().count(Refusal.SENT_OFTEN));
    assertEquals(1, whoGetsMessages(fixture.iwant(1, "a")).size());
  }

  @Test
  void theSameIdTwiceInOneIWantIsOneWish() {
    fixture.joined().withPeers(2);
    accept(1, "a");
    assertEquals(1, to(2, fixture.iwant(2, "a", "a")).getFirst().messages().size());
  }

  @Test
  void ihaveOfTopicsThatWeDoNotHearIsIgnored() {
    fixture.joined().withPeers(1);
    assertTrue(fixture.rpc(1, Rpc.ihave(List.of(new IHave("other", ids(1))))).isEmpty());
    assertEquals(1, router.refusals().count(Refusal.NOT_SUBSCRIBED));
  }

  @Test
  void tenIHavesOfAPeerCountPerHeartbeat() {
    fixture.joined().withPeers(1);
    for (int i = 1; i <= 12; i++) {
      assertEquals(i <= 10 ? 1 : 0, fixture.ihave(1, "m" + i).size());
    }
    assertEquals(2, router.refusals().count(Refusal.TOO_MANY_IHAVES));
    fixture.heartbeat();
    assertEquals(1, fixture.ihave(1, "again").size());
  }

  @Test
  void fiveThousandIdsAreAskedForPerPeerAndHeartbeat() {
    fixture.joined().withPeers(1);
    assertEquals(4000, to(1, ihave(1, ids(4000))).getFirst().control().iwant().size());
    List<MessageId> more = ids(8000).subList(4000, 8000);
    assertEquals(1000, to(1, ihave(1, more)).getFirst().control().iwant().size());
    assertEquals(0, ihave(1, more).size());
    assertEquals(2, router.refusals().count(Refusal.TOO_MANY_IDS));
    fixture.heartbeat();
    assertEquals(1, ihave(1, more).size());
  }

  @Test
  void iwantIsInRandomOrder() {
    fixture.joined().withPeers(1);
    List<MessageId> asked = to(1, ihave(1, ids(50))).getFirst().control().iwant();
    assertEquals(Set.copyOf(ids(50)), Set.copyOf(asked));
    assertFalse(asked.equals(ids(50)));
  }

  @Test
  void aBrokenPromiseIsAMisdeedAfterThreeSeconds() {
    RouterFixture strict = new RouterFixture(RouterOptions.DEFAULT, Scores.withoutMercy());
    strict.joined().withPeers(1);
    strict.ihave(1, "a", "b", "c"); // one of them is the promise
    strict.heartbeats(2);
    assertTrue(strict.score(1) >= 0);
    strict.heartbeat();
    assertTrue(strict.score(1) < -9, "score " + strict.score(1));
    double once = strict.score(1);
    strict.heartbeats(5);
    assertTrue(strict.score(1) > once);
  }

  @Test
  void aPromiseIsKeptByWhoeverSendsTheMessageAndBeforeTheVerdict() {
    RouterFixture strict = new RouterFixture(RouterOptions.DEFAULT, Scores.withoutMercy());
    strict.joined().withPeers(2);
    strict.ihave(1, "a");
    assertEquals(1, delivered(strict.message(2, "a")).size()); // and no verdict
    strict.heartbeats(5);
    assertTrue(strict.score(1) >= 0);
  }

  @Test
  void aForgedCopyKeepsNoPromise() {
    RouterFixture strict = new RouterFixture(RouterOptions.DEFAULT, Scores.withoutMercy());
    strict.router.join(RouterFixture.SIGNED, strict.now);
    strict.withPeers(2);
    Message real =
        new Author(Nodes.identity(9), 1).sign(TOPIC, "a".getBytes(StandardCharsets.UTF_8));
    MessageId id = MessageIds.FROM_AND_SEQNO.apply(real);
    strict.rpc(1, Rpc.ihave(List.of(new IHave(TOPIC, List.of(id)))));
    Message forged =
        new Message(real.from(), new byte[] {1}, real.seqno(), TOPIC, real.signature(), null);
    strict.rpc(2, Rpc.messages(List.of(forged)));
    strict.heartbeats(3);
    assertTrue(strict.score(1) < 0);
  }

  @Test
  void ofPeersBelowTheGossipThresholdNothingIsHeardAndNothingTold() {
    fixture.joined().withPeers(1);
    accept(1, "a");
    router.onMisbehaved(Nodes.peer(1), 7.3);
    assertTrue(fixture.score(1) < -10 && fixture.score(1) > -50);
    assertTrue(fixture.iwant(1, "a").isEmpty());
    assertTrue(fixture.ihave(1, "b").isEmpty());
    assertEquals(2, router.refusals().count(Refusal.LOW_SCORE));
    assertEquals(0, told(fixture.heartbeat()));
  }

  @Test
  void whatAPeerDoesNotWantIsNotForwardedToIt() {
    fixture.joined().withPeers(3);
    fixture.idontwant(2, List.of(id("a")));
    fixture.message(1, "a");
    assertEquals(
        List.of(Nodes.peer(3)),
        whoGetsMessages(router.onVerdict(id("a"), Verdict.ACCEPT, fixture.now)));
    fixture.idontwant(2, List.of(id("b")));
    fixture.heartbeats(3);
    fixture.message(1, "b");
    assertEquals(
        Set.of(Nodes.peer(2), Nodes.peer(3)),
        Set.copyOf(whoGetsMessages(router.onVerdict(id("b"), Verdict.ACCEPT, fixture.now))));
  }

  @Test
  void unwantedIdsAreBoundedPerHeartbeat() {
    Peer peer = new Peer(Nodes.peer(1), inbound());
    for (MessageId id : ids(Peer.MAX_UNWANTED)) {
      assertTrue(peer.addUnwanted(id));
    }
    assertFalse(peer.addUnwanted(id("one more")));
    fixture.joined().withPeers(1);
    fixture.idontwant(1, ids(5000));
    assertEquals(1, router.refusals().count(Refusal.TOO_MANY_IDS));
    for (int i = 0; i < 10; i++) {
      peer.onHeartbeat();
      ids(600).forEach(peer::addUnwanted);
    }
    assertTrue(peer.unwanted() <= 3 * Peer.MAX_UNWANTED);
  }

  @Test
  void anIdIsRememberedForTwoMinutesFromItsFirstSight() {
    fixture.joined().withPeers(2);
    fixture.message(1, "a");
    fixture.now += 119 * RouterFixture.SECOND;
    assertTrue(delivered(fixture.message(2, "a")).isEmpty());
    fixture.now += RouterFixture.SECOND;
    assertEquals(1, delivered(fixture.message(2, "a")).size());
  }

  @Test
  void theSeenCacheIsBoundedAndForgetsTheOldest() {
    SeenCache seen = new SeenCache(2, 100);
    assertTrue(seen.add(id("a"), 0));
    assertTrue(seen.add(id("b"), 1));
    assertTrue(seen.add(id("c"), 2));
    assertEquals(2, seen.size());
    assertFalse(seen.contains(id("a"), 3));
    assertFalse(seen.add(id("c"), 3));
    seen.expire(102);
    assertEquals(0, seen.size());
  }

  @Test
  void theMessageCacheIsBoundedInBytesAndForgetsTheOldest() {
    MessageCache cache = new MessageCache(5, 3, 10);
    for (String text : List.of("aaaa", "bbbb", "cccc")) {
      cache.put(id(text), RouterFixture.text(text));
      cache.shift();
    }
    assertEquals(8, cache.bytes());
    assertEquals(null, cache.get(id("aaaa")));
    assertEquals(List.of(id("cccc"), id("bbbb")), cache.ids(TOPIC));
    for (int i = 0; i < 5; i++) {
      cache.shift();
    }
    assertEquals(0, cache.bytes());
    cache.put(id("much too long"), RouterFixture.text("much too long"));
    assertEquals(0, cache.bytes());
  }

  @Test
  void whatWaitsForAVerdictIsBounded() {
    fixture.joined().withPeers(1);
    for (int i = 0; i < GossipRouter.MAX_PENDING; i++) {
      fixture.message(1, "m" + i);
    }
    assertTrue(delivered(fixture.message(1, "one more")).isEmpty());
    assertEquals(1, router.refusals().count(Refusal.OVERLOAD));
    router.onVerdict(id("m0"), Verdict.IGNORE, fixture.now);
    assertEquals(1, delivered(fixture.message(1, "one more")).size());
  }

  @Test
  void aMessageOfAPeerThatHasGoneSinceIsStillForwarded() {
    fixture.joined().withPeers(3);
    fixture.message(1, "a");
    router.removePeer(Nodes.peer(1), fixture.now);
    assertEquals(2, whoGetsMessages(router.onVerdict(id("a"), Verdict.ACCEPT, fixture.now)).size());
  }

  @Test
  void aVerdictAfterLeavingForwardsNothing() {
    fixture.joined().withPeers(3);
    fixture.message(1, "a");
    router.leave(TOPIC, fixture.now);
    assertTrue(router.onVerdict(id("a"), Verdict.ACCEPT, fixture.now).isEmpty());
  }

  @Test
  void ownMessagesAreToldToWhoComesWithinHeartbeats() throws GossipException {
    fixture.joined();
    router.publish(RouterFixture.RULES, new byte[] {5}, fixture.now);
    for (int i = 1; i <= 12; i++) {
      fixture.add(i, inbound());
    }
    assertEquals(6, told(fixture.heartbeat()));
  }
}
