package org.pando.gossip.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;

class ConnectionTest {
  private static final String ECHO = "/echo/1";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void streamsCarryWhateverPiecesTheNetworkMakes(long seed) {
    Pair pair = Pair.upgraded(seed);
    pair.two.serve(ECHO, 8);
    byte[] text = new byte[100_000];
    new Random(seed).nextBytes(text);

    Heard heard = pair.open(Set.of(), "/newer/1", ECHO);
    pair.run();
    heard.stream().write(text.clone());
    heard.stream().end();
    pair.run();

    assertEquals(List.of("opened " + ECHO, "ended", "closed in order"), without(heard, "writable"));
    assertArrayEquals(text, heard.bytes.toByteArray());
    assertEquals(
        List.of("opened " + ECHO, "ended", "closed in order"),
        without(pair.two.accepted.getFirst(), "writable"));
  }

  private static List<String> without(Heard heard, String call) {
    return heard.calls.stream().filter(each -> !each.equals(call)).toList();
  }

  @Test
  void aProtocolThatThePeerIsKnownToSpeakIsOpenAtOnce() {
    Pair pair = Pair.upgraded(1);
    pair.two.serve(ECHO, 8);
    Heard heard = pair.open(Set.of(ECHO), "/newer/1", ECHO);
    assertEquals(List.of("opened " + ECHO), heard.calls);
    heard.stream().write("early".getBytes(UTF_8));
    pair.run();
    assertEquals("early", heard.bytes.toString(UTF_8));
  }

  @Test
  void aProtocolThatThePeerNoLongerSpeaksEndsTheStreamThatCountedOnIt() {
    Pair pair = Pair.upgraded(1);
    Heard heard = pair.open(Set.of(ECHO), ECHO);
    heard.stream().write("early".getBytes(UTF_8));
    pair.run();
    assertEquals(List.of("opened " + ECHO, "closed REFUSED"), heard.calls);
    assertTrue(pair.listener.isIdle() && pair.dialer.isIdle());
  }

  @Test
  void whenEveryProposalIsRefusedTheStreamIsReset() {
    Pair pair = Pair.upgraded(1);
    Heard heard = pair.open(Set.of(), "/a", "/b");
    pair.run();
    assertEquals(List.of("closed REFUSED"), heard.calls);
    assertTrue(pair.listener.isIdle() && pair.dialer.isIdle());
    assertTrue(pair.dialer.isOpen());
  }

  @Test
  void aPeerHasSoManyStreamsOfAProtocolAndNoMoreUntilOneCloses() {
    Pair pair = Pair.upgraded(1);
    pair.two.serve(ECHO, 2);
    Heard first = pair.open(Set.of(), ECHO);
    pair.open(Set.of(), ECHO);
    pair.run();
    Heard third = pair.open(Set.of(), ECHO);
    pair.run();
    assertEquals("closed CLOSED", third.calls.getLast());
    assertEquals(2, pair.two.accepted.size());

    first.stream().reset();
    pair.run();
    Heard fourth = pair.open(Set.of(), ECHO);
    pair.run();
    assertEquals(List.of("opened " + ECHO), fourth.calls);
  }

  @Test
  void aStreamWhoseProtocolIsNotAgreedInTenSecondsIsReset() {
    Pair pair = Pair.upgraded(1);
    pair.two.serve(ECHO, 2);
    Heard heard = pair.open(Set.of(), ECHO);
    pair.tick(9);
    assertEquals(List.of(), heard.calls);
    pair.tick(1);
    assertEquals(List.of("closed TIMEOUT"), heard.calls);
    assertTrue(pair.dialer.isIdle());
  }

  @Test
  void anUpgradeThatTakesTenSecondsEndsTheConnection() {
    Pair pair = new Pair(Pair.TWO.peerId(), 1, 100);
    pair.start();
    pair.tick(9);
    assertFalse(pair.listener.finished());
    pair.tick(1);
    assertTrue(pair.listener.finished() && pair.dialer.finished());
    assertEquals(Kind.TIMEOUT, pair.two.ends.getFirst().kind());
    assertFalse(pair.listener.saidGoodbye());
  }

  @Test
  void whoeverElseAnswersIsRefused() {
    Pair pair = new Pair(Pair.ONE.peerId(), 1, 100);
    pair.start();
    pair.run();
    assertEquals(1, pair.one.ends.size());
    assertFalse(pair.dialer.isUpgraded());
    assertTrue(pair.one.ends.getFirst().toString().contains(Pair.TWO.peerId().toString()));
  }

  @Test
  void aConnectionThatTheHostRefusesEnds() {
    Pair pair = new Pair(Pair.TWO.peerId(), 1, 100);
    pair.two.refusal = new GossipException(Kind.REFUSED, "no");
    pair.start();
    pair.run();
    assertTrue(pair.listener.finished());
    assertEquals(Kind.REFUSED, pair.two.ends.getFirst().kind());
  }

  @Test
  void whatOneTurnGivesToSendGoesOutAsOneMessage() {
    Pair pair = Pair.upgraded(1);
    pair.two.serve(ECHO, 20);
    int before = pair.one.messagesOut;
    for (int i = 0; i < 10; i++) {
      pair.open(Set.of(ECHO), ECHO).stream().write(new byte[] {1, 2, 3});
    }
    pair.run();
    assertEquals(10, pair.two.accepted.size());
    assertEquals(List.of("opened " + ECHO), pair.two.accepted.getFirst().calls);
    assertEquals(before + 1, pair.one.messagesOut);
  }

  @Test
  void aReaderThatConsumesNothingStopsTheWriterAtOneWindow() {
    Pair pair = Pair.upgraded(1);
    pair.two.protocols.serve(
        "/slow",
        () -> {
          Heard heard = new Heard();
          heard.consumes = false;
          pair.two.accepted.add(heard);
          return heard;
        },
        1);
    Heard heard = pair.open(Set.of("/slow"), "/slow");
    heard.stream().write(new byte[1_000_000]);
    pair.run();
    Heard slow = pair.two.accepted.getFirst();
    int arrived = slow.bytes.size();
    assertTrue(arrived > 262_000 && arrived <= 262_144, "arrived " + arrived);
    assertEquals(List.of("opened /slow"), heard.calls);

    slow.consumes = true;
    slow.stream().consumed(arrived);
    pair.run();
    assertEquals(1_000_000, slow.bytes.size());
    assertEquals(List.of("opened /slow", "writable"), heard.calls);
    assertEquals(0, heard.stream().queued());
  }

  @Test
  void whatANegotiationTookOfTheWindowIsGivenBack() {
    Pair pair = Pair.upgraded(1);
    pair.two.serve("/slow", 1);
    Heard heard = pair.open(Set.of("/slow"), "/slow");
    pair.run();
    Heard slow = pair.two.accepted.getFirst();
    slow.consumes = false;
    heard.stream().write(new byte[300_000]);
    pair.run();
    assertEquals(262_144, slow.bytes.size());
  }

  @Test
  void aHandlerThatFailsCostsItsOwnStreamOnly() {
    Pair pair = Pair.upgraded(1);
    pair.two.serve(ECHO, 8);
    pair.two.protocols.serve(
        "/broken",
        () ->
            new StreamHandler() {
              @Override
              public void opened(LoopStream stream) {}

              @Override
              public void data(LoopStream stream, byte[] bytes) {
                throw new IllegalStateException("a defect that a test made");
              }

              @Override
              public void ended(LoopStream stream) {}

              @Override
              public void closed(LoopStream stream) {}
            },
        8);
    Heard fine = pair.open(Set.of(ECHO), ECHO);
    Heard broken = pair.open(Set.of("/broken"), "/broken");
    broken.stream().write(new byte[1]);
    pair.run();
    assertEquals(List.of("opened /broken", "closed CLOSED"), broken.calls);
    fine.stream().write(new byte[] {7});
    pair.run();
    assertArrayEquals(new byte[] {7}, fine.bytes.toByteArray());
  }

  @Test
  void closingSaysGoodbyeAndEndsEveryStreamOnce() {
    Pair pair = Pair.upgraded(1);
    pair.two.serve(ECHO, 8);
    Heard heard = pair.open(Set.of(ECHO), ECHO);
    pair.run();
    pair.dialer.close(new GossipException(Kind.CLOSED, "enough"));
    assertTrue(pair.dialer.finished() && pair.dialer.saidGoodbye());
    pair.run();
    assertEquals(List.of("opened " + ECHO, "closed CLOSED"), heard.calls);
    assertFalse(pair.listener.isOpen(), "the peer has said good-bye");
    pair.listener.lost(new GossipException(Kind.CLOSED, "end of input"));
    assertEquals("closed CLOSED", pair.two.accepted.getFirst().calls.getLast());
    assertEquals(1, pair.one.ends.size());
    assertEquals(1, pair.two.ends.size());
  }

  @Test
  void aPeerThatSaidGoodbyeIsLeftWhenTheLastStreamEnds() {
    Pair pair = Pair.upgraded(1);
    pair.two.serve(ECHO, 8);
    Heard heard = pair.open(Set.of(ECHO), ECHO);
    pair.run();
    pair.listener.session().goAway(0);
    pair.run();
    pair.tick(1);
    assertFalse(pair.dialer.finished());
    Heard late = pair.open(Set.of(ECHO), ECHO);
    assertEquals(List.of("closed CLOSED"), late.calls);
    heard.stream().end();
    pair.run();
    pair.tick(1);
    assertTrue(pair.dialer.finished());
  }

  @Test
  void aByteThatDoesNotDecryptEndsTheConnectionWithoutAWord() {
    Pair pair = Pair.upgraded(1);
    pair.two.serve(ECHO, 8);
    pair.open(Set.of(ECHO), ECHO);
    byte[] message = pair.dialer.output();
    message[10] ^= 1;
    pair.listener.received(message, 0);
    assertTrue(pair.listener.finished());
    assertEquals(0, pair.listener.output().length);
    assertEquals(1, pair.two.ends.size());
  }

  @Test
  void aPeerThatIsSilentToPingsIsCut() {
    Pair pair = Pair.upgraded(1);
    pair.two.serve(ECHO, 8);
    Heard heard = pair.open(Set.of(ECHO), ECHO);
    pair.run();
    pair.tick(44);
    assertFalse(pair.dialer.finished());
    pair.tick(5);
    assertTrue(pair.dialer.finished());
    assertEquals(Kind.TIMEOUT, pair.one.ends.getFirst().kind());
    assertEquals("closed TIMEOUT", heard.calls.getLast());
  }

  @Test
  void aPeerThatAnswersPingsStays() {
    Pair pair = Pair.upgraded(1);
    for (int i = 0; i < 200; i++) {
      pair.tick(1);
      pair.run();
    }
    assertFalse(pair.dialer.finished());
  }
}
