package org.pando.gossip.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.pando.gossip.pubsub.RouterFixture.id;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.gossip.Verdict;
import org.pando.gossip.pubsub.PeerTraits.Version;

/** Peers prove that they have what they tell of, and scores outlast a peer's absence. */
class ProofTest {
  private final RouterFixture fixture =
      new RouterFixture(RouterOptions.DEFAULT, Scores.withoutMercy()).joined().withPeers(2);
  private final GossipRouter router = fixture.router;

  ProofTest() {
    fixture.prune(1, 3600);
  }

  /** Peer 2 sends a message that is new; then peer 1 tells of it. */
  private List<Rpc> tellAfterItCame(String text) {
    fixture.message(2, text);
    router.onVerdict(id(text), Verdict.ACCEPT, fixture.now);
    return RouterFixture.to(1, fixture.ihave(1, text));
  }

  /** Of peer 1, who is in no mesh and brings nothing first. */
  private double misdeeds() {
    return Math.sqrt(fixture.score(1) / -10);
  }

  @Test
  void whoTellsOfMessagesAndNeverSendsOneIsBlamedFromTheEleventhAskOn() {
    for (int i = 1; i <= 12; i++) {
      assertEquals(1, tellAfterItCame("m" + i).size());
      fixture.heartbeats(3);
      assertEquals(Math.max(0, i - 10), misdeeds(), 0.2);
    }
  }

  @Test
  void oneAnswerAmongTenIsEnough() {
    for (int i = 1; i <= 40; i++) {
      tellAfterItCame("m" + i);
      if (i % 10 == 0) {
        fixture.message(1, "m" + i);
      }
      fixture.heartbeats(3);
    }
    assertEquals(0, misdeeds(), 0.01);
  }

  @Test
  void whoHasAnsweredIsAskedForWhatIsHereOnlyEveryHalfMinute() {
    assertEquals(1, tellAfterItCame("a").size());
    fixture.message(1, "a");
    fixture.heartbeats(20);
    assertEquals(0, tellAfterItCame("b").size());
    fixture.heartbeats(10);
    assertEquals(1, tellAfterItCame("c").size());
  }

  @Test
  void anAnswerThatThereIsNoRoomToJudgeIsAnAnswer() {
    fixture.ihave(1, "asked");
    for (int i = 0; i < GossipRouter.MAX_PENDING; i++) {
      fixture.message(2, "m" + i);
    }
    fixture.message(1, "asked");
    fixture.heartbeats(4);
    assertEquals(0, misdeeds(), 0.01);
  }

  @Test
  void whoIsGraylistedStaysSoWhileAwayAndIsSentAwayWhenItComesBack() {
    router.onMisbehaved(Nodes.peer(1), 10);
    router.removePeer(Nodes.peer(1), fixture.now);
    double score = fixture.score(1);
    fixture.heartbeats(600);
    assertEquals(score, fixture.score(1));
    List<Effect> effects =
        router.addPeer(Nodes.peer(1), RouterFixture.traits(Version.V1_2), fixture.now);
    assertEquals(1, effects.size());
    assertInstanceOf(Effect.Disconnect.class, effects.getFirst());
  }
}
