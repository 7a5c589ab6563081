package org.pando.gossip.yamux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.gossip.yamux.Frames.DATA;
import static org.pando.gossip.yamux.Frames.GO_AWAY;
import static org.pando.gossip.yamux.Frames.PING;
import static org.pando.gossip.yamux.Frames.WINDOW;
import static org.pando.gossip.yamux.Frames.data;
import static org.pando.gossip.yamux.Frames.frame;
import static org.pando.gossip.yamux.Frames.join;
import static org.pando.gossip.yamux.Header.ACK;
import static org.pando.gossip.yamux.Header.FIN;
import static org.pando.gossip.yamux.Header.RST;
import static org.pando.gossip.yamux.Header.SYN;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.gossip.GossipException;
import org.pando.gossip.yamux.Frames.Frame;
import org.pando.gossip.yamux.YamuxEvent.Data;
import org.pando.gossip.yamux.YamuxEvent.Ended;
import org.pando.gossip.yamux.YamuxEvent.GoneAway;
import org.pando.gossip.yamux.YamuxEvent.Opened;
import org.pando.gossip.yamux.YamuxEvent.Pong;
import org.pando.gossip.yamux.YamuxEvent.Reset;
import org.pando.gossip.yamux.YamuxEvent.Writable;

class YamuxSessionTest {
  private static final int MAX = 65_519;
  private static final int START_WINDOW = 262_144;
  private static final long SECOND = 1_000_000_000L;

  /** Ours; the peer dialed, so its streams are odd. */
  private final YamuxSession session = new YamuxSession(false, YamuxLimits.DEFAULT);

  @Test
  void aStreamOfThePeerIsAcknowledgedAndItsBytesComeInOrder() throws Exception {
    assertEquals(List.of(new Opened(1)), receive(frame(WINDOW, SYN, 1, 0)));
    assertEquals(List.of("type 1 flags 2 stream 1 length 0"), sent());
    assertEquals("hello", text(receive(data(0, 1, "hello".getBytes(UTF_8)))));
    assertEquals(List.of(new Ended(1)), receive(frame(WINDOW, FIN, 1, 0)));
    session.write(1, "world".getBytes(UTF_8));
    session.end(1);
    assertEquals(
        List.of("type 0 flags 0 stream 1 length 5", "type 1 flags 4 stream 1 length 0"), sent());
    assertEquals(0, session.streams());
  }

  @Test
  void aStreamOfOursIsAnnouncedWithItsFirstBytes() throws Exception {
    YamuxSession dialer = new YamuxSession(true, YamuxLimits.DEFAULT);
    assertEquals(1, dialer.open());
    dialer.write(1, new byte[3]);
    assertEquals(3, dialer.queued(1));
    assertEquals(
        "[type 1 flags 1 stream 1 length 0, type 0 flags 0 stream 1 length 3]",
        Frames.read(dialer.output(MAX)).toString());
    assertEquals(0, dialer.queued(1));
    assertEquals(3, dialer.open());
    assertEquals(2, session.open());
  }

  @Test
  void allFlagsOfOneFrameCountInTheirOrder() throws Exception {
    List<YamuxEvent> events = receive(data(SYN | FIN, 1, (byte) 7));
    assertEquals(new Opened(1), events.get(0));
    assertArrayEquals(new byte[] {7}, assertInstanceOf(Data.class, events.get(1)).bytes());
    assertEquals(new Ended(1), events.get(2));
    int ours = session.open();
    events = receive(data(ACK | FIN, ours, (byte) 8));
    assertInstanceOf(Data.class, events.get(0));
    assertEquals(new Ended(ours), events.get(1));
    assertEquals(
        List.of(new Opened(3), new Ended(3), new Reset(3)),
        receive(frame(WINDOW, SYN | FIN | RST, 3, 0)));
  }

  @Test
  void flagsAreNeverCombined() throws Exception {
    receive(frame(WINDOW, SYN, 1, 0));
    session.end(1);
    int ours = session.open();
    session.end(ours);
    assertEquals(
        List.of(
            "type 1 flags 2 stream 1 length 0",
            "type 1 flags 1 stream 2 length 0",
            "type 1 flags 4 stream 1 length 0",
            "type 1 flags 4 stream 2 length 0"),
        sent());
  }

  @Test
  void dataBeyondTheWindowEndsTheSession() throws Exception {
    receive(frame(WINDOW, SYN, 1, 0));
    assertEquals(1, receive(data(0, 1, new byte[START_WINDOW])).size());
    assertCut(GossipException.Kind.PROTOCOL, "than its window allows", data(0, 1, (byte) 1));
  }

  @Test
  void theWindowIsHeldAgainstTheHeaderBeforeTheBodyComes() throws Exception {
    receive(frame(WINDOW, SYN, 1, 0));
    receive(data(0, 1, new byte[1]));
    assertCut(
        GossipException.Kind.PROTOCOL, "than its window allows", frame(DATA, 0, 1, START_WINDOW));
  }

  @Test
  void creditIsGrantedOnceHalfAWindowIsConsumed() throws Exception {
    receive(frame(WINDOW, SYN, 1, 0));
    receive(data(0, 1, new byte[START_WINDOW]));
    sent();
    session.consumed(1, START_WINDOW / 2 - 1);
    assertEquals(List.of(), sent());
    session.consumed(1, 1);
    assertEquals(List.of("type 1 flags 0 stream 1 length 131072"), sent());
    receive(data(0, 1, new byte[START_WINDOW / 2]));
    assertCut(GossipException.Kind.PROTOCOL, "than its window allows", data(0, 1, (byte) 1));
  }

  @Test
  void noCreditGoesToAPeerThatHasEnded() throws Exception {
    receive(frame(WINDOW, SYN, 1, 0));
    receive(data(FIN, 1, new byte[START_WINDOW]));
    sent();
    session.consumed(1, START_WINDOW);
    assertEquals(List.of(), sent());
  }

  @Test
  void aWiderWindowIsAnnouncedWithTheFirstFrame() throws Exception {
    YamuxLimits wide = new YamuxLimits(1, 1 << 20, 1, 1, 10);
    YamuxSession session = new YamuxSession(false, wide);
    session.open();
    session.receive(frame(WINDOW, SYN, 1, 0), 0);
    assertEquals(
        "[type 1 flags 1 stream 2 length 786432, type 1 flags 2 stream 1 length 786432]",
        Frames.read(session.output(MAX)).toString());
    assertEquals(1, session.receive(data(0, 1, new byte[1 << 20]), 0).size());
  }

  @Test
  void moreIsNotConsumedThanCame() throws Exception {
    receive(frame(WINDOW, SYN, 1, 0));
    receive(data(0, 1, new byte[10]));
    session.consumed(1, 10);
    assertThrows(IllegalArgumentException.class, () -> session.consumed(1, 1));
  }

  @Test
  void aSlowConsumerHoldsTheSenderAtTheWindow() throws Exception {
    int id = session.open();
    session.write(id, new byte[1_000_000]);
    assertEquals(START_WINDOW, dataIn(everything()));
    assertEquals(1_000_000 - START_WINDOW, session.queued(id));
    receive(frame(WINDOW, ACK, id, 1));
    assertEquals(1, dataIn(everything()));
    receive(frame(WINDOW, 0, id, 0xffff_ffffL));
    assertEquals(1_000_000 - START_WINDOW - 1, dataIn(everything()));
  }

  @Test
  void aWindowBeyondItsNumberEndsTheSession() throws Exception {
    int id = session.open();
    receive(frame(WINDOW, 0, id, 0xffff_ffffL - START_WINDOW));
    assertCut(GossipException.Kind.PROTOCOL, "beyond 2^32 - 1", frame(WINDOW, 0, id, 1));
  }

  @Test
  void endWaitsForWhatIsQueued() throws Exception {
    int id = session.open();
    session.write(id, new byte[START_WINDOW + 1]);
    session.end(id);
    assertEquals(START_WINDOW, dataIn(everything()));
    receive(frame(WINDOW, 0, id, 1));
    assertEquals(
        List.of("type 0 flags 0 stream 2 length 1", "type 1 flags 4 stream 2 length 0"), sent());
    assertThrows(IllegalStateException.class, () -> session.write(id, new byte[1]));
  }

  @Test
  void streamsTakeTurnsAndFramesAreSmall() throws Exception {
    int a = session.open();
    int b = session.open();
    session.write(a, new byte[40_000]);
    session.write(b, new byte[20_000]);
    List<String> data = new ArrayList<>();
    for (Frame frame : everything()) {
      if (frame.type() == DATA) {
        data.add(frame.stream() + ":" + frame.length());
      }
    }
    assertEquals("[2:16384, 4:16384, 2:16384, 4:3616, 2:7232]", data.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 100, 1_000, 20_000})
  void outputKeepsToItsMaximum(int max) throws Exception {
    int id = session.open();
    session.write(id, new byte[100_000]);
    int sent = 0;
    for (byte[] out = session.output(max); out.length > 0; out = session.output(max)) {
      assertTrue(out.length <= max);
      sent += dataIn(Frames.read(out));
    }
    assertEquals(100_000, sent);
  }

  @Test
  void aFrameIsNotCutSmallToFillTheRoom() throws Exception {
    int id = session.open();
    session.write(id, new byte[60_000]);
    List<Frame> frames = Frames.read(session.output(17_000));
    assertEquals(
        "[type 1 flags 1 stream 2 length 0, type 0 flags 0 stream 2 length 16384]",
        frames.toString());
  }

  @Test
  void streamsAreAnnouncedBeforeTheirData() throws Exception {
    for (int i = 0; i < 8; i++) {
      session.write(session.open(), new byte[20]);
    }
    List<String> types = new ArrayList<>();
    for (byte[] out = session.output(64); out.length > 0; out = session.output(64)) {
      Frames.read(out).forEach(frame -> types.add(frame.type() + ":" + frame.stream()));
    }
    assertEquals(
        "[1:2, 1:4, 1:6, 1:8, 1:10, 1:12, 1:14, 1:16,"
            + " 0:2, 0:4, 0:6, 0:8, 0:10, 0:12, 0:14, 0:16]",
        types.toString());
  }

  @Test
  void theQueueTellsWhenItIsLow() throws Exception {
    int id = session.open();
    session.write(id, new byte[YamuxSession.LOW_WATER]);
    everything();
    assertEquals(List.of(), session.drained());
    session.write(id, new byte[YamuxSession.LOW_WATER + 1]);
    session.output(40);
    assertEquals(List.of(new Writable(id)), session.drained());
    assertEquals(List.of(), session.drained());
  }

  @Test
  void framesOfStreamsThatAreGoneAreDropped() throws Exception {
    receive(frame(WINDOW, SYN, 1, 0));
    sent();
    session.reset(1);
    assertEquals(List.of("type 1 flags 8 stream 1 length 0"), sent());
    byte[] late =
        join(
            data(0, 1, new byte[1000]),
            frame(WINDOW, FIN, 1, 5),
            frame(WINDOW, RST, 1, 0),
            data(ACK, 77, new byte[3]));
    assertEquals(List.of(), receive(late));
    assertEquals(List.of(), sent(), "no credit, no answer");
    session.write(1, new byte[1]);
    session.end(1);
    session.reset(1);
    session.consumed(1, 5);
    assertEquals(0, session.queued(1));
    assertEquals(List.of(), sent());
  }

  @Test
  void bytesBehindThePeersEndAreDropped() throws Exception {
    receive(frame(WINDOW, SYN | FIN, 1, 0));
    assertEquals(List.of(), receive(data(FIN, 1, (byte) 1)));
    assertEquals(1, session.streams());
  }

  @Test
  void aResetInTheMiddleOfAFrameDropsTheRest() throws Exception {
    receive(frame(WINDOW, SYN, 1, 0));
    byte[] whole = data(FIN, 1, new byte[100]);
    assertEquals(1, receive(java.util.Arrays.copyOf(whole, 50)).size());
    session.reset(1);
    assertEquals(List.of(), receive(java.util.Arrays.copyOfRange(whole, 50, whole.length)));
    assertEquals(List.of(new Opened(3)), receive(frame(WINDOW, SYN, 3, 0)));
  }

  @Test
  void bodiesAreHandedOnAsTheyCome() throws Exception {
    receive(frame(WINDOW, SYN, 1, 0));
    receive(frame(DATA, 0, 1, 200_000));
    List<YamuxEvent> events = receive(new byte[10]);
    assertEquals(10, assertInstanceOf(Data.class, events.get(0)).bytes().length);
  }

  @Test
  void aStreamThatNobodyHeardOfIsForgottenInSilence() throws Exception {
    session.reset(session.open());
    assertEquals(List.of(), sent());
    assertEquals(0, session.streams());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 0x7fff_fffe})
  void anIdOfOursIsNotThePeersToOpen(int id) throws Exception {
    assertCut(GossipException.Kind.PROTOCOL, "an id of ours", frame(WINDOW, SYN, id, 0));
  }

  @Test
  void anOpenIdIsNotOpenedAgain() throws Exception {
    receive(frame(WINDOW, SYN, 1, 0));
    assertCut(GossipException.Kind.PROTOCOL, "which is open", frame(DATA, SYN, 1, 0));
  }

  @Test
  void anIdMayComeAgainOnceItsStreamIsOver() throws Exception {
    receive(frame(WINDOW, SYN, 1, 0));
    session.reset(1);
    assertEquals(List.of(new Opened(1)), receive(frame(WINDOW, SYN, 1, 0)));
  }

  @Test
  void streamsOverTheLimitAreReset() throws Exception {
    for (int i = 0; i < 64; i++) {
      receive(frame(WINDOW, SYN, 2 * i + 1, 0));
    }
    sent();
    assertEquals(List.of(), receive(data(SYN, 129, new byte[5])));
    assertEquals(List.of("type 1 flags 8 stream 129 length 0"), sent());
    session.reset(1);
    assertEquals(List.of(new Opened(131)), receive(frame(WINDOW, SYN, 131, 0)));
  }

  @Test
  void streamsOfOursWaitForTheirAcknowledgement() throws Exception {
    for (int i = 0; i < 256; i++) {
      session.open();
    }
    assertThrows(GossipException.class, session::open);
    receive(frame(WINDOW, ACK, 2, 0));
    receive(frame(WINDOW, ACK, 2, 0));
    session.open();
    assertThrows(GossipException.class, session::open);
    receive(frame(WINDOW, RST, 4, 0));
    session.open();
  }

  @Test
  void pingsAreAnsweredWithTheirNumber() throws Exception {
    receive(frame(PING, SYN, 0, 0xdeadbeefL));
    assertEquals(List.of("type 2 flags 2 stream 0 length 3735928559"), sent());
  }

  @Test
  void onlyOnePingIsOnItsWayAndOnlyItsAnswerCounts() throws Exception {
    session.ping(5);
    session.ping(6);
    Frame ping = Frames.read(session.output(MAX)).getFirst();
    assertEquals(List.of(), session.receive(frame(PING, ACK, 0, ping.length() + 1), 10));
    assertEquals(List.of(new Pong(7)), session.receive(frame(PING, ACK, 0, ping.length()), 12));
    assertEquals(List.of(), session.receive(frame(PING, ACK, 0, ping.length()), 13));
    assertEquals(List.of(), sent(), "answers are not answered");
  }

  @Test
  void aPeerThatIsSilentAfterAPingIsDead() throws Exception {
    long start = -5 * SECOND;
    session.onTick(start);
    session.onTick(start + 30 * SECOND - 1);
    assertEquals(List.of(), sent());
    session.onTick(start + 30 * SECOND);
    assertEquals(List.of("type 2 flags 1 stream 0 length 1"), sent());
    session.onTick(start + 45 * SECOND - 1);
    GossipException dead =
        assertThrows(GossipException.class, () -> session.onTick(start + 45 * SECOND));
    assertEquals(GossipException.Kind.TIMEOUT, dead.kind());
    assertEquals(List.of(), sent());
  }

  @Test
  void aPeerThatTalksButAnswersNoPingIsDeadAfterAMinute() throws Exception {
    session.ping(0);
    for (int second = 10; second < 60; second += 10) {
      session.receive(frame(WINDOW, 0, 1, 0), second * SECOND);
      session.onTick(second * SECOND);
    }
    session.receive(frame(WINDOW, 0, 1, 0), 59 * SECOND);
    assertThrows(GossipException.class, () -> session.onTick(60 * SECOND));
  }

  @Test
  void anAnsweredPingKeepsTheSessionAlive() throws Exception {
    session.onTick(0);
    session.onTick(30 * SECOND);
    session.receive(frame(PING, ACK, 0, 1), 31 * SECOND);
    session.onTick(59 * SECOND);
    sent();
    session.onTick(60 * SECOND);
    assertEquals(List.of("type 2 flags 1 stream 0 length 2"), sent());
  }

  @Test
  void goAwayStopsNewStreamsOfBothSides() throws Exception {
    receive(frame(WINDOW, SYN, 1, 0));
    sent();
    session.goAway(YamuxSession.NORMAL);
    session.goAway(YamuxSession.NORMAL);
    assertEquals(List.of("type 3 flags 0 stream 0 length 0"), sent());
    assertThrows(GossipException.class, session::open);
    assertEquals(List.of(), receive(frame(WINDOW, SYN, 3, 0)));
    assertEquals(List.of("type 1 flags 8 stream 3 length 0"), sent());
    assertEquals("x", text(receive(data(0, 1, (byte) 'x'))));
  }

  @Test
  void thePeersGoAwayIsToldAndStopsOurs() throws Exception {
    int id = session.open();
    assertEquals(List.of(new GoneAway(2)), receive(frame(GO_AWAY, 0, 0, 2)));
    assertThrows(GossipException.class, session::open);
    assertEquals("x", text(receive(data(0, id, (byte) 'x'))));
  }

  @Test
  void framesBelongWhereTheyBelong() throws Exception {
    assertCut(GossipException.Kind.PROTOCOL, "on stream 0", frame(DATA, SYN, 0, 0));
    for (int type : new int[] {PING, GO_AWAY}) {
      YamuxSession other = new YamuxSession(true, YamuxLimits.DEFAULT);
      assertThrows(GossipException.class, () -> other.receive(frame(type, 0, 4, 0), 0));
    }
  }

  @Test
  void otherVersionsAndTypesEndTheSession() throws Exception {
    byte[] version = frame(PING, SYN, 0, 0);
    version[0] = 1;
    assertCut(GossipException.Kind.PROTOCOL, "version 1", version);
    YamuxSession other = new YamuxSession(true, YamuxLimits.DEFAULT);
    GossipException wrong =
        assertThrows(GossipException.class, () -> other.receive(frame(4, 0, 0, 0), 0));
    assertTrue(String.valueOf(wrong.getMessage()).contains("type 4"));
  }

  @Test
  void aFrameLargerThanAnyWindowEndsTheSession() throws Exception {
    assertCut(
        GossipException.Kind.PROTOCOL, "no window was ever", frame(DATA, 0, 9, START_WINDOW + 1));
  }

  @Test
  void pingsAreLimited() throws Exception {
    byte[] ping = frame(PING, SYN, 0, 1);
    for (int i = 0; i < 64; i++) {
      receive(ping);
    }
    session.receive(ping, SECOND / 4);
    assertCut(GossipException.Kind.LIMIT, "too many yamux pings", join(ping, ping));
  }

  @Test
  void aLongSilenceEarnsNoMoreThanABurst() throws Exception {
    byte[] ping = frame(PING, SYN, 0, 1);
    receive(ping);
    for (int i = 0; i < 64; i++) {
      session.receive(ping, 1_000 * SECOND);
    }
    assertThrows(GossipException.class, () -> session.receive(ping, 1_000 * SECOND));
  }

  @Test
  void openingsAreLimited() throws Exception {
    for (int i = 0; i < 512; i++) {
      receive(frame(WINDOW, SYN | RST, 2 * i + 1, 0));
    }
    assertCut(GossipException.Kind.LIMIT, "too many yamux streams", frame(WINDOW, SYN, 1_025, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {WINDOW, DATA, GO_AWAY})
  void framesWithoutDataAreLimited(int type) throws Exception {
    receive(frame(WINDOW, SYN, 1, 0));
    byte[] idle = frame(type, 0, type == GO_AWAY ? 0 : 1, 0);
    for (int i = 0; i < 8_191; i++) {
      receive(idle);
    }
    assertCut(GossipException.Kind.LIMIT, "too many yamux", idle);
  }

  @Test
  void windowsThatAnswerOurDataAreNotLimited() throws Exception {
    int id = session.open();
    receive(frame(WINDOW, ACK, id, 100_000));
    for (int i = 0; i < 50_000; i++) {
      session.write(id, new byte[1]);
      session.output(MAX);
      receive(frame(WINDOW, 0, id, 1));
      receive(frame(WINDOW, 0, id, 0));
    }
  }

  @Test
  void dataForStreamsThatAreGoneIsLimitedByItsSize() throws Exception {
    byte[] unwanted = data(0, 1, new byte[START_WINDOW]);
    for (int i = 0; i < 8_192 / 65; i++) {
      receive(unwanted);
    }
    assertCut(GossipException.Kind.LIMIT, "too many yamux frames", frame(DATA, 0, 1, START_WINDOW));
  }

  @Test
  void aPeerThatIsAnsweredAndReadsNothingIsCut() throws Exception {
    YamuxSession session = new YamuxSession(false, new YamuxLimits(1, 262_144, 9_000, 1, 99_000));
    session.receive(frame(WINDOW, SYN, 1, 0), 0);
    for (int i = 1; i <= 4_096; i++) {
      session.receive(frame(WINDOW, SYN, 2 * i + 1, 0), 0);
    }
    GossipException cut =
        assertThrows(
            GossipException.class, () -> session.receive(frame(WINDOW, SYN, 99_999, 0), 0));
    assertTrue(String.valueOf(cut.getMessage()).contains("reads nothing"));
  }

  @Test
  void nothingHappensAfterTheEnd() throws Exception {
    int id = session.open();
    session.write(id, new byte[100]);
    assertCut(GossipException.Kind.PROTOCOL, "on stream 0", frame(DATA, 0, 0, 0));
    assertEquals(0, session.streams());
    session.write(id, new byte[100]);
    session.ping(1);
    session.goAway(0);
    assertEquals(List.of(), sent());
    GossipException closed =
        assertThrows(GossipException.class, () -> session.receive(new byte[1], 0));
    assertEquals(GossipException.Kind.CLOSED, closed.kind());
    assertThrows(GossipException.class, session::open);
  }

  private List<YamuxEvent> receive(byte[] bytes) throws GossipException {
    return session.receive(bytes, 0);
  }

  private List<String> sent() {
    return everything().stream().map(Frame::toString).toList();
  }

  private List<Frame> everything() {
    List<Frame> frames = new ArrayList<>();
    for (byte[] out = session.output(MAX); out.length > 0; out = session.output(MAX)) {
      frames.addAll(Frames.read(out));
    }
    return frames;
  }

  private static int dataIn(List<Frame> frames) {
    return frames.stream().mapToInt(frame -> frame.body().length).sum();
  }

  private static String text(List<YamuxEvent> events) {
    return new String(assertInstanceOf(Data.class, events.getFirst()).bytes(), UTF_8);
  }

  /** The bytes end the session, and only a GoAway of code 1 goes out. */
  private void assertCut(GossipException.Kind kind, String why, byte[] bytes) {
    GossipException cut = assertThrows(GossipException.class, () -> receive(bytes));
    assertEquals(kind, cut.kind());
    assertTrue(String.valueOf(cut.getMessage()).contains(why), cut.getMessage());
    assertEquals(List.of("type 3 flags 0 stream 0 length 1"), sent());
  }
}
