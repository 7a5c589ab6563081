package org.pando.gossip.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.gossip.Topic;
import org.pando.gossip.TopicHandler;
import org.pando.gossip.Verdict;
import org.pando.gossip.host.LoopStream;
import org.pando.gossip.host.StreamHandler;
import org.pando.gossip.identity.Multiaddr;
import org.pando.gossip.identity.PeerRecord;
import org.pando.gossip.pubsub.Message;
import org.pando.gossip.pubsub.PeerTraits.Version;
import org.pando.gossip.pubsub.Priority;
import org.pando.gossip.pubsub.Rpc;
import org.pando.gossip.pubsub.Rpc.Control;
import org.pando.gossip.pubsub.Rpc.PeerInfo;
import org.pando.gossip.pubsub.Rpc.Prune;
import org.pando.gossip.pubsub.RpcCodec;
import org.pando.gossip.pubsub.TopicRules;
import org.pando.gossip.wire.LengthFrames;

class PubsubTest {
  private static final TopicRules RULES = TopicRules.of(new Topic("t", 65_536));
  private final FakeNetwork network = new FakeNetwork();
  private final List<String> heard = new ArrayList<>();
  private final TopicHandler hearing =
      (payload, from) -> {
        heard.add(payload.length < 40 ? text(payload) : payload.length + " bytes");
        return Verdict.ACCEPT;
      };

  private static String text(byte[] payload) {
    return new String(payload, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private FakeHost hearing(int seed) {
    FakeHost host = network.host(seed).started();
    host.pubsub.subscribe(RULES, hearing);
    network.settle();
    return host;
  }

  private static List<Rpc> rpcs(FakeStream stream) throws GossipException {
    LengthFrames frames = new LengthFrames(RpcCodec.MAX_RPC);
    List<Rpc> rpcs = new ArrayList<>();
    for (byte[] written : stream.written) {
      for (byte[] frame : frames.receive(written)) {
        rpcs.add(RpcCodec.decode(frame));
      }
    }
    return rpcs;
  }

  private static byte[] frame(Rpc rpc) {
    return LengthFrames.frame(RpcCodec.encode(rpc).getFirst());
  }

  /** A stream of a peer that only its test speaks through. */
  private FakeStream speak(FakeHost from, FakeHost to) {
    from.open(
        to.id(),
        List.of("/meshsub/1.2.0"),
        new StreamHandler() {
          @Override
          public void opened(LoopStream stream) {}

          @Override
          public void data(LoopStream stream, byte[] bytes) {
            throw new AssertionError("written to");
          }

          @Override
          public void ended(LoopStream stream) {
            assertTrue(((FakeStream) stream).ended, "ended first by the other side");
          }

          @Override
          public void closed(LoopStream stream) {}
        });
    network.settle();
    return from.open(to, false).getLast();
  }

  /** A host that serves gossip's protocols and says nothing on its own. */
  private FakeHost mute(int seed) {
    FakeHost host = network.host(seed);
    host.serve("/meshsub/1.2.0", Silent::new, 4);
    return host;
  }

  private static final class Silent implements StreamHandler {
    @Override
    public void opened(LoopStream stream) {}

    @Override
    public void data(LoopStream stream, byte[] bytes) {}

    @Override
    public void ended(LoopStream stream) {}

    @Override
    public void closed(LoopStream stream) {}
  }

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
  void eachSideWritesOnItsOwnStreamOnly() throws GossipException {
    FakeHost a = hearing(1);
    FakeHost b = hearing(2);
    network.connect(a, b);
    for (int i = 0; i < 50; i++) {
      a.pubsub.publish("t", bytes("m" + i));
      network.run(Duration.ofSeconds(1));
    }
    assertEquals(1, a.open(b, false).size());
    FakeStream inbound = b.open(a, true).getFirst();
    assertTrue(inbound.written.isEmpty());
    assertFalse(inbound.ended);
    assertEquals(50, heard.size());
  }

  @Test
  void theBestCommonProtocolIsSpokenOnceIdentifySaysSo() {
    FakeHost a = hearing(1);
    FakeHost b = hearing(2);
    b.serveOnly(Set.of("/meshsub/1.0.0", "/floodsub/1.0.0"));
    network.connect(a, b);
    assertEquals("/meshsub/1.0.0", a.open(b, false).getFirst().protocol());
    assertEquals("/meshsub/1.2.0", b.open(a, false).getFirst().protocol());
    FakeHost mute = network.host(3);
    network.connect(a, mute);
    assertTrue(a.open(mute, false).isEmpty());
    mute.started();
    a.identify(mute);
    network.settle();
    assertEquals(1, a.open(mute, false).size());
  }

  @Test
  void aSecondInboundStreamReplacesTheFirst() throws GossipException {
    FakeHost a = hearing(1);
    FakeHost b = mute(2);
    network.connect(a, b);
    FakeStream first = speak(b, a);
    FakeStream second = speak(b, a);
    assertTrue(first.closed);
    second.write(
        frame(new Rpc(List.of(), List.of(Message.unsigned("t", bytes("new"))), Control.NONE)));
    network.settle();
    assertEquals(List.of("new"), heard);
  }

  @Test
  void whenOurStreamDiesItIsOpenedAgainAndThePeerToldAnew() throws GossipException {
    FakeHost a = hearing(1);
    FakeHost b = hearing(2);
    network.connect(a, b);
    FakeStream first = a.open(b, false).getFirst();
    first.other().reset();
    network.settle();
    assertTrue(a.open(b, false).isEmpty());
    network.run(Duration.ofMillis(100));
    FakeStream second = a.open(b, false).getFirst();
    assertEquals(1, rpcs(second).getFirst().subscriptions().size());
    assertEquals(List.of("t"), rpcs(second).get(1).control().graft());
    a.pubsub.publish("t", bytes("again"));
    network.settle();
    assertEquals(List.of("again"), heard);
  }

  @Test
  void aStreamThatCannotBeOpenedIsTriedLessAndLessOften() {
    FakeHost a = hearing(1);
    FakeHost b = hearing(2);
    network.connect(a, b);
    b.serveOnly(Set.of());
    a.open(b, false).getFirst().other().reset();
    network.run(Duration.ofSeconds(10));
    int soon = b.streams.size();
    network.run(Duration.ofMinutes(10));
    assertEquals(soon, b.streams.size());
    assertTrue(b.open(a, false).isEmpty() || a.pubsub.mesh("t").isEmpty());
    assertTrue(a.pubsub.mesh("t").isEmpty());
  }

  @Test
  void whenOneOfTwoConnectionsDiesTheStreamsMoveToTheOther() throws GossipException {
    FakeHost a = hearing(1);
    FakeHost b = hearing(2);
    long first = network.connect(a, b);
    long second = network.connect(b, a);
    assertEquals(1, a.open(b, false).size());
    assertEquals(1, a.open(b, true).size());
    network.cut(first);
    network.run(Duration.ofSeconds(1));
    assertEquals(second, a.open(b, false).getFirst().connection().number());
    assertEquals(second, a.open(b, true).getFirst().connection().number());
    a.pubsub.publish("t", bytes("moved"));
    network.settle();
    assertEquals(List.of("moved"), heard);
  }

  @Test
  void whoDisconnectsIsForgottenAndComesBack() throws GossipException {
    FakeHost a = hearing(1);
    FakeHost b = hearing(2);
    network.cut(network.connect(a, b));
    assertTrue(a.pubsub.mesh("t").isEmpty());
    network.run(Duration.ofSeconds(5));
    network.connect(b, a);
    network.run(Duration.ofSeconds(2));
    a.pubsub.publish("t", bytes("back"));
    network.settle();
    assertEquals(List.of("back"), heard);
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
  void whatComesBeforeOurStreamStandsWaits() {
    FakeHost a = hearing(1);
    FakeHost b = network.host(2); // has not said what it speaks
    network.connect(a, b);
    FakeStream stream = speak(b, a);
    stream.write(frame(new Rpc(List.of(new Rpc.Subscription("t", true)), List.of(), Control.NONE)));
    for (int i = 0; i < 40; i++) {
      stream.write(new byte[16 << 10]); // empty RPCs
    }
    network.settle();
    assertTrue(a.pubsub.topics(b.id()).isEmpty());
    assertTrue(stream.queued() > 300 << 10, "no more credit");
    b.serve("/meshsub/1.2.0", Silent::new, 4);
    a.identify(b);
    network.settle();
    assertEquals(Set.of("t"), a.pubsub.topics(b.id()));
  }

  @Test
  void whoTalksTooFastIsReadLaterAndNothingIsLost() {
    FakeHost a = hearing(1);
    FakeHost b = mute(2);
    network.connect(a, b);
    FakeStream stream = speak(b, a);
    for (int i = 0; i < 6000; i++) {
      stream.write(
          frame(new Rpc(List.of(), List.of(Message.unsigned("t", bytes("m" + i))), Control.NONE)));
    }
    network.settle();
    assertEquals(4000, heard.size(), 10);
    network.run(Duration.ofMillis(2_100));
    assertEquals(6000, heard.size());
  }

  @Test
  void whileHandlersAreSlowPeersAreReadLaterAndNothingIsLost() {
    FakeHost a = hearing(1);
    FakeHost b = mute(2);
    network.connect(a, b);
    a.working = false;
    FakeStream stream = speak(b, a);
    for (int i = 0; i < 3000; i++) {
      stream.write(frame(Rpc.EMPTY));
      byte[] payload = new byte[100];
      payload[0] = (byte) i;
      payload[1] = (byte) (i >> 8);
      stream.write(
          frame(new Rpc(List.of(), List.of(Message.unsigned("t", payload)), Control.NONE)));
    }
    network.settle();
    assertTrue(stream.queued() > 0, "no more credit");
    for (int i = 0; i < 200; i++) {
      a.work();
      network.run(Duration.ofMillis(50));
    }
    assertEquals(3000, heard.size());
  }

  @Test
  void toAPeerThatReadsNothingLittleIsWrittenAndWhatWaitsIsBounded() throws GossipException {
    FakeHost a = hearing(1);
    FakeHost b = mute(2);
    network.connect(a, b);
    speak(b, a)
        .write(frame(new Rpc(List.of(new Rpc.Subscription("t", true)), List.of(), Control.NONE)));
    network.settle();
    FakeStream stream = a.open(b, false).getFirst();
    for (int i = 0; i < 200; i++) {
      byte[] payload = new byte[60 << 10];
      payload[0] = (byte) i;
      a.pubsub.publish("t", payload);
      network.settle();
    }
    assertTrue(stream.queued() <= 200 << 10, "queued " + stream.queued());
    stream.other().consumed(1 << 28); // it reads at last
    network.settle();
    int messages = 0;
    for (Rpc rpc : rpcs(stream)) {
      messages += rpc.messages().size();
    }
    assertTrue(messages > 30 && messages < 50, "messages " + messages);
  }

  @Test
  void aPeerThatDoesNotEvenTakeControlGetsANewStream() {
    FakeHost a = network.host(1);
    FakeHost b = network.host(2);
    b.serve("/meshsub/1.2.0", Silent::new, 4);
    network.connect(a, b);
    Outbound outbound =
        new Outbound(
            a,
            b.id(),
            new Outbound.Listener() {
              @Override
              public void opened(Version version) {}

              @Override
              public void closed(int failures) {}
            });
    outbound.speaks(b.protocols());
    network.settle();
    FakeStream stream = a.open(b, false).getFirst();
    for (int i = 0; i < 50; i++) {
      outbound.send(List.of(new byte[60 << 10]), Priority.CONTROL);
    }
    assertTrue(stream.wasReset);
    assertEquals(0, outbound.queuedBytes());
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

  @Test
  void aStreamThatThePeerEndsIsEndedAndAnotherMayCome() {
    FakeHost a = hearing(1);
    FakeHost b = mute(2);
    network.connect(a, b);
    FakeStream first = speak(b, a);
    first.end();
    network.settle();
    assertTrue(first.closed);
    assertFalse(first.wasReset);
    speak(b, a)
        .write(frame(new Rpc(List.of(new Rpc.Subscription("t", true)), List.of(), Control.NONE)));
    network.settle();
    assertEquals(Set.of("t"), a.pubsub.topics(b.id()));
  }
}
