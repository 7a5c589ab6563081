package org.pando.gossip.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.pubsub.Message;
import org.pando.gossip.pubsub.PeerTraits.Version;
import org.pando.gossip.pubsub.Priority;
import org.pando.gossip.pubsub.Rpc;
import org.pando.gossip.pubsub.Rpc.Control;

/** The stream pairs (design 8.1), and what a peer may make us hold. */
class PubsubStreamsTest extends PubsubFixture {
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
    assertEquals(7, a.opens); // 0.1 s, 0.2 s, 0.4 s, and so on
    assertTrue(a.pubsub.mesh("t").isEmpty());
    network.run(Duration.ofMinutes(10));
    assertEquals(19, a.opens, 1);
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
