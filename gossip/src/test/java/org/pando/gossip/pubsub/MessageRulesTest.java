package org.pando.gossip.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.gossip.pubsub.RouterFixture.RULES;
import static org.pando.gossip.pubsub.RouterFixture.SIGNED;
import static org.pando.gossip.pubsub.RouterFixture.TOPIC;
import static org.pando.gossip.pubsub.RouterFixture.delivered;
import static org.pando.gossip.pubsub.RouterFixture.id;
import static org.pando.gossip.pubsub.RouterFixture.to;
import static org.pando.gossip.pubsub.RouterFixture.traits;
import static org.pando.gossip.pubsub.RouterFixture.whoGetsMessages;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.Verdict;
import org.pando.gossip.pubsub.PeerTraits.Version;

/** What messages are taken, and to whom they go (design 8.3 to 8.5). */
class MessageRulesTest {
  private final RouterFixture fixture = new RouterFixture();
  private final GossipRouter router = fixture.router;

  /** By a router that has not met the peer before. */
  private static void assertRejectedAtOnce(Refusal refusal, Message message) {
    MessageRulesTest fresh = new MessageRulesTest();
    fresh.router.join(SIGNED, fresh.fixture.now);
    fresh.fixture.withPeers(1);
    fresh.assertRejected(refusal, message);
  }

  private void assertRejected(Refusal refusal, Message message) {
    double before = fixture.score(1);
    assertTrue(fixture.rpc(1, Rpc.messages(List.of(message))).isEmpty());
    assertEquals(1, router.refusals().count(refusal), refusal.reason());
    assertTrue(fixture.score(1) < before);
  }

  @Test
  void largerThanTheTopicAllowsIsRejected() {
    fixture.joined().withPeers(1);
    assertEquals(
        1,
        delivered(fixture.rpc(1, Rpc.messages(List.of(Message.unsigned(TOPIC, new byte[1000])))))
            .size());
    assertRejected(Refusal.TOO_LARGE, Message.unsigned(TOPIC, new byte[1001]));
  }

  @Test
  void emptyIsRejected() {
    fixture.joined().withPeers(1);
    assertRejected(Refusal.EMPTY, Message.unsigned(TOPIC, new byte[0]));
  }

  @Test
  void ofATopicThatWeDoNotHearIsIgnored() {
    fixture.withPeers(1);
    assertTrue(fixture.message(1, "a").isEmpty());
    assertEquals(1, router.refusals().count(Refusal.NOT_SUBSCRIBED));
    assertEquals(0, fixture.score(1));
  }

  @Test
  void ofAStrangerIsIgnored() {
    fixture.joined();
    assertTrue(fixture.message(1, "a").isEmpty());
    assertEquals(1, router.refusals().count(Refusal.UNKNOWN_PEER));
  }

  @Test
  void strictNoSignForbidsEachFieldOfTheAuthor() {
    for (int field = 0; field < 4; field++) {
      byte[][] fields = new byte[4][];
      fields[field] = new byte[0];
      Message message =
          new Message(fields[0], new byte[] {1}, fields[1], TOPIC, fields[2], fields[3]);
      assertEquals(Refusal.AUTHOR_STATED, Signatures.checkForm(message, RULES));
    }
    fixture.joined().withPeers(1);
    assertRejected(
        Refusal.AUTHOR_STATED,
        new Message(null, new byte[] {1}, null, TOPIC, null, new byte[] {1}));
  }

  @Test
  void strictSignWantsEachFieldOfTheAuthorButTheKey() {
    Message whole = new Author(Nodes.identity(9), 5).sign(TOPIC, new byte[] {1});
    byte[] data = whole.data();
    byte[] from = whole.from();
    byte[] seqno = whole.seqno();
    byte[] signature = whole.signature();
    assertEquals(
        Refusal.UNSIGNED,
        Signatures.checkForm(new Message(null, data, seqno, TOPIC, signature, null), SIGNED));
    assertEquals(
        Refusal.UNSIGNED,
        Signatures.checkForm(new Message(from, data, null, TOPIC, signature, null), SIGNED));
    assertEquals(
        Refusal.UNSIGNED,
        Signatures.checkForm(new Message(from, data, seqno, TOPIC, null, null), SIGNED));
    router.join(SIGNED, fixture.now);
    fixture.withPeers(1);
    Message keyless = new Message(from, data, seqno, TOPIC, signature, null);
    assertEquals(1, delivered(fixture.rpc(1, Rpc.messages(List.of(keyless)))).size());
    assertRejectedAtOnce(Refusal.UNSIGNED, Message.unsigned(TOPIC, data));
    assertRejectedAtOnce(
        Refusal.BAD_SEQNO, new Message(from, data, new byte[7], TOPIC, signature, null));
    assertRejectedAtOnce(
        Refusal.BAD_SIGNATURE, new Message(from, data, new byte[8], TOPIC, signature, null));
    assertRejectedAtOnce(
        Refusal.BAD_AUTHOR, new Message(new byte[3], data, new byte[8], TOPIC, signature, null));
  }

  @Test
  void aKeyThatIsNotTheAuthorsIsRejected() {
    router.join(SIGNED, fixture.now);
    fixture.withPeers(1);
    Message other = new Author(Nodes.identity(3), 5).sign(TOPIC, new byte[] {1});
    Message mine = new Author(Nodes.identity(9), 5).sign(TOPIC, new byte[] {1});
    assertRejected(
        Refusal.BAD_AUTHOR,
        new Message(
            mine.from(), other.data(), other.seqno(), TOPIC, other.signature(), other.key()));
  }

  @Test
  void aForgedCopyDoesNotBlockTheRealOne() {
    router.join(SIGNED, fixture.now);
    fixture.withPeers(2);
    Message real = new Author(Nodes.identity(9), 5).sign(TOPIC, new byte[] {1});
    Message forged =
        new Message(real.from(), new byte[] {2}, real.seqno(), TOPIC, real.signature(), real.key());
    assertRejected(Refusal.BAD_SIGNATURE, forged);
    assertEquals(1, delivered(fixture.rpc(2, Rpc.messages(List.of(real)))).size());
  }

  @Test
  void ourOwnMessageThatComesBackIsIgnored() throws GossipException {
    router.join(SIGNED, fixture.now);
    fixture.withPeers(1);
    Message own =
        ((Effect.Send) router.publish(SIGNED, new byte[] {1}, fixture.now).getFirst())
            .rpc()
            .messages()
            .getFirst();
    fixture.now += 200 * RouterFixture.SECOND; // not seen any more
    assertTrue(fixture.rpc(1, Rpc.messages(List.of(own))).isEmpty());
    assertEquals(1, router.refusals().count(Refusal.OWN_MESSAGE));
    assertTrue(fixture.score(1) >= 0);
  }

  @Test
  void whatWeSignHoldsHasItsKeyAndASeqnoThatGrows() throws GossipException {
    router.join(SIGNED, fixture.now);
    fixture.withPeers(1);
    for (long seqno = 100; seqno < 103; seqno++) {
      Effect.Send send =
          (Effect.Send) router.publish(SIGNED, new byte[] {1}, fixture.now).getFirst();
      Message message = send.rpc().messages().getFirst();
      assertEquals(BigInteger.valueOf(seqno), new BigInteger(1, message.seqno()));
      assertEquals(8, Objects.requireNonNull(message.seqno()).length);
      assertEquals(36, Objects.requireNonNull(message.key()).length);
      assertEquals(null, Signatures.checkForm(message, SIGNED));
      assertEquals(null, Signatures.checkSignature(message, SIGNED));
    }
  }

  @Test
  void notForwardedToTheAuthorNorTheSenderNorWhoSentItMeanwhile() {
    router.join(SIGNED, fixture.now);
    Author author = new Author(Nodes.identity(9), 1);
    fixture.withPeers(4);
    router.addPeer(author.id(), traits(Version.V1_2), fixture.now);
    router.onRpc(
        author.id(), Rpc.subscriptions(List.of(new Rpc.Subscription(TOPIC, true))), fixture.now);
    assertTrue(router.mesh(TOPIC).contains(author.id()));
    Message message = author.sign(TOPIC, new byte[] {1});
    fixture.rpc(1, Rpc.messages(List.of(message)));
    fixture.rpc(2, Rpc.messages(List.of(message)));
    assertEquals(
        Set.of(Nodes.peer(3), Nodes.peer(4)),
        Set.copyOf(
            whoGetsMessages(
                router.onVerdict(
                    MessageIds.FROM_AND_SEQNO.apply(message), Verdict.ACCEPT, fixture.now))));
  }

  @Test
  void ownMessagesWithoutFloodingGoToTheMeshOnly() throws GossipException {
    RouterFixture quiet = new RouterFixture(withoutFlooding(), ScoreOptions.DEFAULT);
    quiet.withPeers(20).joined();
    assertEquals(
        quiet.router.mesh(TOPIC),
        Set.copyOf(whoGetsMessages(quiet.router.publish(RULES, new byte[] {1}, quiet.now))));
  }

  @Test
  void ownMessagesDoNotGoToPeersBelowThePublishThreshold() throws GossipException {
    fixture.joined().withPeers(3);
    router.onMisbehaved(Nodes.peer(1), 8.5);
    assertTrue(fixture.score(1) < -50);
    fixture.heartbeat();
    assertEquals(
        Set.of(Nodes.peer(2), Nodes.peer(3)),
        Set.copyOf(whoGetsMessages(router.publish(RULES, new byte[] {1}, fixture.now))));
  }

  @Test
  void ownMessagesHaveLimitsAndPriority() throws GossipException {
    fixture.joined().withPeers(1);
    assertEquals(
        GossipException.Kind.LIMIT,
        assertThrows(
                GossipException.class, () -> router.publish(RULES, new byte[1001], fixture.now))
            .kind());
    assertThrows(GossipException.class, () -> router.publish(RULES, new byte[0], fixture.now));
    Effect.Send send = (Effect.Send) router.publish(RULES, new byte[] {1}, fixture.now).getFirst();
    assertEquals(Priority.OWN, send.priority());
  }

  @Test
  void floodsubAndDirectPeersGetAllOfTheirTopics() throws GossipException {
    RouterFixture quiet = new RouterFixture(withoutFlooding(), ScoreOptions.DEFAULT);
    quiet.joined().withPeers(2);
    quiet.add(3, traits(Version.FLOODSUB));
    quiet.add(4, new PeerTraits(Version.V1_2, true, true, "", 0));
    quiet.router.addPeer(Nodes.peer(5), traits(Version.FLOODSUB), quiet.now); // hears nothing
    quiet.message(1, "a");
    assertEquals(
        Set.of(Nodes.peer(2), Nodes.peer(3), Nodes.peer(4)),
        Set.copyOf(whoGetsMessages(quiet.router.onVerdict(id("a"), Verdict.ACCEPT, quiet.now))));
    assertEquals(4, whoGetsMessages(quiet.router.publish(RULES, new byte[] {1}, quiet.now)).size());
    List<Effect> heartbeat = quiet.heartbeat();
    assertEquals(List.of(), to(3, heartbeat)); // no control
    assertEquals(List.of(), to(4, heartbeat)); // and nothing to tell
  }

  @Test
  void aTopicThatWeDoNotHearHasAFanoutForAMinute() throws GossipException {
    RouterFixture quiet = new RouterFixture(withoutFlooding(), ScoreOptions.DEFAULT);
    quiet.withPeers(20);
    List<Effect> effects = quiet.router.publish(RULES, new byte[] {1}, quiet.now);
    Set<Object> fanout = Set.copyOf(whoGetsMessages(effects));
    assertEquals(6, fanout.size());
    assertEquals(
        fanout,
        Set.copyOf(whoGetsMessages(quiet.router.publish(RULES, new byte[] {2}, quiet.now))));
    quiet.joined();
    assertEquals(fanout, Set.copyOf(quiet.router.mesh(TOPIC)));
  }

  @Test
  void aFanoutLosesPeersThatGoAndFindsOthersAndEndsAfterAMinute() throws GossipException {
    RouterFixture quiet = new RouterFixture(withoutFlooding(), ScoreOptions.DEFAULT);
    quiet.withPeers(6);
    quiet.router.publish(RULES, new byte[] {1}, quiet.now);
    quiet.router.removePeer(Nodes.peer(1), quiet.now);
    quiet.subscribe(2, TOPIC, false);
    quiet.add(7, traits(Version.V1_2));
    quiet.heartbeat();
    assertEquals(
        Set.of(Nodes.peer(3), Nodes.peer(4), Nodes.peer(5), Nodes.peer(6), Nodes.peer(7)),
        Set.copyOf(whoGetsMessages(quiet.router.publish(RULES, new byte[] {2}, quiet.now))));
    for (int i = 8; i <= 30; i++) {
      quiet.add(i, traits(Version.V1_2));
    }
    quiet.heartbeats(59);
    Set<Object> before =
        Set.copyOf(whoGetsMessages(quiet.router.publish(RULES, new byte[] {3}, quiet.now)));
    assertTrue(before.contains(Nodes.peer(3)));
    quiet.heartbeats(60);
    Set<Object> after =
        Set.copyOf(whoGetsMessages(quiet.router.publish(RULES, new byte[] {4}, quiet.now)));
    assertTrue(!after.equals(before), "chosen anew");
  }

  @Test
  void topicsOfAPeerAreBounded() {
    fixture.joined().withPeers(1);
    for (int i = 0; i < 200; i++) {
      fixture.subscribe(1, "topic " + i, true);
    }
    assertEquals(73, router.refusals().count(Refusal.TOO_MANY_TOPICS));
    assertEquals(Set.of(TOPIC), router.topics(Nodes.peer(1)));
  }

  private static RouterOptions withoutFlooding() {
    RouterOptions options = RouterOptions.DEFAULT;
    return new RouterOptions(
        options.degrees(), options.gossip(), options.times(), false, options.peerExchange());
  }
}
