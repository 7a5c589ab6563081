package org.pando.gossip.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.gossip.Topic;
import org.pando.gossip.Verdict;
import org.pando.gossip.identity.Multiaddr;
import org.pando.gossip.identity.PeerRecord;
import org.pando.gossip.pubsub.Rpc;
import org.pando.gossip.pubsub.Rpc.Control;
import org.pando.gossip.pubsub.Rpc.PeerInfo;
import org.pando.gossip.pubsub.Rpc.Prune;
import org.pando.gossip.pubsub.TopicRules;

class PubsubTest extends PubsubFixture {
  @Test
  void messagesReachTheOtherHandlerAndNotOurOwn() throws GossipException {
    FakeHost a = hearing(1);
    FakeHost b = hearing(2);
    network.connect(a, b);
    assertEquals(Set.of(b.id()), a.pubsub.mesh("t"));
    assertEquals(Set.of(a.id()), b.pubsub.mesh("t"));
    a.pubsub.publish("t", bytes("hello"));
    network.settle();
    assertEquals(List.of("hello"), heard);
    b.pubsub.publish("t", new byte[60 << 10]);
    network.settle();
    assertEquals("61440 bytes", heard.getLast());
    assertEquals(Set.of("t"), a.pubsub.topics(b.id()));
  }

  @Test
  void messagesTravelOverPeersThatAccept() throws GossipException {
    FakeHost a = hearing(1);
    FakeHost b = hearing(2);
    FakeHost c = hearing(3);
    network.connect(a, b);
    network.connect(b, c);
    a.pubsub.publish("t", bytes("far"));
    network.settle();
    assertEquals(List.of("far", "far"), heard);
    assertTrue(b.pubsub.score(a.id()) > 0);
  }

  @Test
  void theFirstRpcIsAllSubscriptionsAndGraftComesLater() throws GossipException {
    FakeHost a = hearing(1);
    a.pubsub.subscribe(TopicRules.of(new Topic("u", 10)), hearing);
    FakeHost b = hearing(2);
    network.connect(a, b);
    List<Rpc> said = rpcs(a.open(b, false).getFirst());
    assertEquals(2, said.getFirst().subscriptions().size());
    assertTrue(said.getFirst().control().graft().isEmpty());
    assertEquals(List.of("t"), said.get(1).control().graft());
  }

  @Test
  void bytesThatAreNoRpcEndTheConnection() {
    FakeHost a = hearing(1);
    FakeHost b = mute(2);
    network.connect(a, b);
    speak(b, a).write(new byte[] {3, 0x12, 0x7f, 0});
    network.settle();
    assertEquals(1, a.disconnected.size());
    assertTrue(a.peers().isEmpty());
    FakeHost c = mute(3);
    network.connect(a, c);
    speak(c, a).write(new byte[] {-1, -1, 0x7f}); // a frame of 2 MiB
    network.settle();
    assertEquals(2, a.disconnected.size());
  }

  @Test
  void emptyRpcsAreNothing() {
    FakeHost a = hearing(1);
    FakeHost b = mute(2);
    network.connect(a, b);
    speak(b, a).write(new byte[100]);
    network.settle();
    assertTrue(a.disconnected.isEmpty());
  }

  @Test
  void publishingHasItsErrors() throws GossipException {
    FakeHost a = hearing(1);
    assertEquals(
        GossipException.Kind.REFUSED,
        assertThrows(GossipException.class, () -> a.pubsub.publish("x", new byte[1])).kind());
    assertEquals(
        GossipException.Kind.LIMIT,
        assertThrows(GossipException.class, () -> a.pubsub.publish("t", new byte[61_441])).kind());
    assertThrows(IllegalArgumentException.class, () -> a.pubsub.subscribe(RULES, hearing));
    a.pubsub.unsubscribe("t");
    a.pubsub.unsubscribe("t");
    assertThrows(GossipException.class, () -> a.pubsub.publish("t", new byte[1]));
    a.pubsub.subscribe(RULES, hearing);
    a.pubsub.publish("t", new byte[1]);
    network.settle();
    a.pubsub.close();
    assertEquals(
        GossipException.Kind.CLOSED,
        assertThrows(GossipException.class, () -> a.pubsub.publish("t", new byte[1])).kind());
  }

  @Test
  void unsubscribingIsSaidAndNothingIsHeardAnyMore() throws GossipException {
    FakeHost a = hearing(1);
    FakeHost b = hearing(2);
    network.connect(a, b);
    b.pubsub.unsubscribe("t");
    network.settle();
    assertTrue(a.pubsub.topics(b.id()).isEmpty());
    a.pubsub.publish("t", bytes("nobody"));
    network.settle();
    assertTrue(heard.isEmpty());
  }

  @Test
  void meshPeersAreProtectedAsLongAsTheyAreInTheMesh() {
    FakeHost a = hearing(1);
    FakeHost b = hearing(2);
    network.connect(a, b);
    network.run(Duration.ofMillis(99));
    assertTrue(a.protectedPeers.isEmpty());
    network.run(Duration.ofMillis(1)); // the first heartbeat
    assertEquals(Set.of(b.id()), a.protectedPeers);
    b.pubsub.unsubscribe("t");
    network.run(Duration.ofSeconds(1));
    assertTrue(a.protectedPeers.isEmpty());
  }

  @Test
  void nodesThatATrustedPeerNamesAreDialed() throws GossipException {
    FakeHost a = hearing(1);
    FakeHost b = mute(2);
    FakeHost c = network.host(3);
    PeerId named = c.id();
    byte[] signedRecord =
        new PeerRecord(
                named,
                1,
                List.of(
                    Multiaddr.parse("/ip4/192.0.2.1/tcp/4053"),
                    Multiaddr.parse("/ip4/127.0.0.1/tcp/4053"),
                    Multiaddr.parse("/ip4/192.0.2.1/udp/4053/quic-v1")))
            .seal(c.identity);
    Prune prune = new Prune("t", List.of(new PeerInfo(named.bytes(), signedRecord)), 60);
    Rpc rpc =
        new Rpc(
            List.of(),
            List.of(),
            new Control(List.of(), List.of(), List.of(), List.of(prune), List.of()));
    network.connect(a, b);
    FakeStream stream = speak(b, a);
    stream.write(frame(rpc));
    network.settle();
    assertTrue(a.dialed.isEmpty(), "a stranger's word");
    long connection = b.connections(a.id()).getFirst().number();
    network.cut(connection);
    a.pubsub.trust(b.id());
    network.connect(a, b);
    speak(b, a).write(frame(rpc));
    network.settle();
    assertEquals(1, a.dialed.size());
    assertEquals("/ip4/192.0.2.1/tcp/4053", a.dialed.getFirst().address());
    assertEquals(named, a.dialed.getFirst().peer());
  }

  @Test
  void aClosedPubsubIsSilent() throws GossipException {
    FakeHost a = hearing(1);
    FakeHost b = hearing(2);
    network.connect(a, b);
    a.pubsub.close();
    network.run(Duration.ofSeconds(5));
    assertTrue(a.open(b, false).isEmpty());
    assertTrue(b.pubsub.mesh("t").isEmpty() || b.open(a, false).isEmpty());
    b.pubsub.publish("t", bytes("unheard"));
    network.settle();
    assertTrue(heard.isEmpty());
  }

  @Test
  void aHandlersRejectionLowersTheScoreAndForwardsNothing() throws GossipException {
    FakeHost a = hearing(1);
    FakeHost b = network.host(2).started();
    b.pubsub.subscribe(RULES, (payload, from) -> Verdict.REJECT);
    network.connect(a, b);
    network.connect(b, hearing(3));
    a.pubsub.publish("t", bytes("bad"));
    network.settle();
    assertTrue(b.pubsub.score(a.id()) < 0);
    assertTrue(heard.isEmpty());
  }

  @Test
  void whoseMessagesAreRejectedAgainAndAgainIsDisconnected() throws GossipException {
    FakeHost a = hearing(1);
    FakeHost b = network.host(2).started();
    b.pubsub.subscribe(RULES, (payload, from) -> Verdict.REJECT);
    network.connect(a, b);
    for (int i = 0; i < 3; i++) {
      a.pubsub.publish("t", bytes("bad " + i));
      network.settle();
    }
    network.run(Duration.ofSeconds(1));
    assertEquals(1, b.disconnected.size());
    assertTrue(b.peers().isEmpty());
    assertTrue(b.pubsub.score(a.id()) < -50);
  }

  @Test
  void whoBreaksTheRulesOfAnotherProtocolIsForgivenOnce() throws GossipException {
    FakeHost a = hearing(1);
    FakeHost b = hearing(2);
    network.connect(a, b);
    b.pubsub.penalize(a.id());
    assertTrue(b.pubsub.score(a.id()) >= 0);
    network.run(Duration.ofMinutes(10));
    b.pubsub.penalize(a.id());
    assertTrue(b.pubsub.score(a.id()) < -50, "score " + b.pubsub.score(a.id()));
  }

  @Test
  void aPeerThatIsTooSlowForWhatItIsSentLosesItsScore() throws GossipException {
    FakeHost a = hearing(1);
    FakeHost b = mute(2);
    network.connect(a, b);
    speak(b, a)
        .write(frame(new Rpc(List.of(new Rpc.Subscription("t", true)), List.of(), Control.NONE)));
    network.settle();
    for (int second = 0; second < 9; second++) {
      for (int i = 0; i < 40; i++) {
        byte[] payload = new byte[60 << 10];
        payload[0] = (byte) i;
        payload[1] = (byte) second;
        a.pubsub.publish("t", payload);
      }
      network.run(Duration.ofSeconds(1));
    }
    assertTrue(a.pubsub.score(b.id()) < 0, "score " + a.pubsub.score(b.id()));
  }
}
