package org.pando.gossip.identify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pando.gossip.PeerId;
import org.pando.gossip.TestIdentity;
import org.pando.gossip.host.Identified;

class PingTest {
  private static final PeerId PEER = TestIdentity.of(2).peerId();

  private final FakeHost host = new FakeHost();
  private final Ping ping = new Ping(host);

  @BeforeEach
  void start() {
    ping.start();
    host.connect(PEER, "192.0.2.1", false);
  }

  @Test
  void whatComesIsEchoedAlsoWhenTheEndIsRightBehindIt() {
    byte[] payload = payload(7);
    FakeStream stream = host.accept(PEER, Ping.ID).receive(payload).finish();
    assertArrayEquals(payload, stream.written.toByteArray());
    assertEquals(32, stream.consumed);
    assertTrue(stream.ended && stream.closed && !stream.reset);
    assertEquals(0, host.pendingTimers());
  }

  @Test
  void pingsAreEchoedInWhateverPiecesTheyCome() {
    byte[] pings = new byte[96];
    new Random(1).nextBytes(pings);
    FakeStream stream = host.accept(PEER, Ping.ID);
    for (int at = 0; at < 40; at++) {
      stream.receive(new byte[] {pings[at]});
    }
    assertArrayEquals(Arrays.copyOf(pings, 32), stream.written.toByteArray());
    assertEquals(1, stream.writes, "not a write for each byte");
    stream.receive(Arrays.copyOfRange(pings, 40, 96)).finish();
    assertArrayEquals(pings, stream.written.toByteArray());
    assertEquals(96, stream.consumed);
  }

  @Test
  void aPeerHasTwoStreams() {
    assertEquals(2, host.limit(Ping.ID));
  }

  @Test
  void aStreamOnWhichNothingComesIsResetAfterAMinute() {
    FakeStream stream = host.accept(PEER, Ping.ID);
    host.advance(Duration.ofMillis(59_999));
    assertFalse(stream.reset);
    host.advance(Duration.ofMillis(1));
    assertTrue(stream.reset);
  }

  @Test
  void aStreamThatIsIdleForAMinuteIsReset() {
    FakeStream stream = host.accept(PEER, Ping.ID);
    host.advance(Duration.ofSeconds(59));
    stream.receive(payload(1));
    host.advance(Duration.ofSeconds(59));
    assertFalse(stream.reset);
    host.advance(Duration.ofSeconds(1));
    assertTrue(stream.reset);
  }

  @Test
  void aFloodIsCutOverAllStreamsOfThePeer() {
    FakeStream first = host.accept(PEER, Ping.ID).receive(new byte[32 * 60]);
    assertFalse(first.reset);
    FakeStream second = host.accept(PEER, Ping.ID).receive(new byte[32 * 4]);
    assertFalse(second.reset);
    second.receive(payload(1));
    assertTrue(second.reset);
    assertEquals(32 * 4, second.written.size());
    host.advance(Duration.ofMillis(100));
    assertFalse(host.accept(PEER, Ping.ID).receive(payload(1)).reset);
    assertTrue(host.accept(PEER, Ping.ID).receive(payload(1)).reset);
    host.advance(Duration.ofHours(1));
    assertFalse(host.accept(PEER, Ping.ID).receive(new byte[32 * 64]).reset);
    assertTrue(host.accept(PEER, Ping.ID).receive(payload(1)).reset, "no more is saved up");
  }

  @Test
  void oneThatDoesNotReadGetsNoMoreWindow() {
    FakeStream stream = host.accept(PEER, Ping.ID);
    stream.queued = 65_537;
    stream.receive(payload(1));
    assertEquals(0, stream.consumed);
    stream.writable();
    assertEquals(32, stream.consumed);
  }

  @Test
  void theRoundTripIsMeasuredOnceThePeerSaysThatItAnswers() {
    host.identified(PEER, speaks("/other"));
    assertEquals(List.of(), host.opened(Ping.ID));
    host.identified(PEER, speaks(Ping.ID));
    FakeStream stream = host.opened(Ping.ID).getFirst().agree();
    assertNull(ping.roundTrip(PEER));
    assertEquals(32, stream.written.size());
    host.advance(Duration.ofMillis(42));
    byte[] echo = stream.written.toByteArray();
    stream.receive(Arrays.copyOf(echo, 10));
    assertNull(ping.roundTrip(PEER));
    stream.receive(Arrays.copyOfRange(echo, 10, 32));
    assertEquals(Duration.ofMillis(42), ping.roundTrip(PEER));
    assertTrue(stream.ended);
    stream.finish();
    assertFalse(stream.reset);
  }

  @Test
  void itIsMeasuredEveryMinuteWithAnotherPayload() {
    host.identified(PEER, speaks(Ping.ID));
    FakeStream first = host.opened(Ping.ID).getFirst().agree();
    host.identified(PEER, speaks(Ping.ID));
    host.advance(Duration.ofMillis(59_999));
    assertEquals(1, host.opened(Ping.ID).size());
    assertTrue(first.closed, "before the next begins");
    host.advance(Duration.ofMillis(1));
    assertEquals(2, host.opened(Ping.ID).size());
    FakeStream second = host.opened(Ping.ID).getLast().agree();
    assertNotEquals(hex(first.written.toByteArray()), hex(second.written.toByteArray()));
  }

  @Test
  void aWrongEchoIsNoEcho() {
    host.identified(PEER, speaks(Ping.ID));
    FakeStream stream = host.opened(Ping.ID).getFirst().agree().receive(new byte[32]);
    assertTrue(stream.reset);
    assertNull(ping.roundTrip(PEER));
  }

  @Test
  void aPeerThatEchoesTooMuchOrEndsEarlyIsReset() {
    host.identified(PEER, speaks(Ping.ID));
    FakeStream early = host.opened(Ping.ID).getFirst().agree().receive(new byte[3]).finish();
    assertTrue(early.reset);
    host.advance(Duration.ofSeconds(60));
    FakeStream more = host.opened(Ping.ID).getLast().agree();
    more.receive(more.written.toByteArray()).receive(new byte[1]);
    assertTrue(more.reset);
  }

  @Test
  void aPeerThatDoesNotEchoInTenSecondsIsResetAndAskedAgain() {
    host.identified(PEER, speaks(Ping.ID));
    FakeStream stream = host.opened(Ping.ID).getFirst().agree();
    host.advance(Duration.ofMillis(9_999));
    assertFalse(stream.reset);
    host.advance(Duration.ofMillis(1));
    assertTrue(stream.reset);
    host.advance(Duration.ofSeconds(50));
    assertEquals(2, host.opened(Ping.ID).size());
  }

  @Test
  void nothingIsLeftOfAPeerThatIsGone() {
    host.identified(PEER, speaks(Ping.ID));
    host.opened(Ping.ID).getFirst().agree();
    host.accept(PEER, Ping.ID).close();
    host.lose(PEER);
    assertNull(ping.roundTrip(PEER));
    assertEquals(0, host.pendingTimers());
    ping.close();
  }

  @Test
  void aClosedOneMeasuresNoMore() {
    host.identified(PEER, speaks(Ping.ID));
    ping.close();
    host.advance(Duration.ofMinutes(5));
    assertEquals(1, host.opened(Ping.ID).size());
  }

  private static Identified speaks(String protocol) {
    return new Identified("", Set.of(protocol), List.of(), new byte[0]);
  }

  private static byte[] payload(int fill) {
    byte[] payload = new byte[32];
    Arrays.fill(payload, (byte) fill);
    return payload;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
