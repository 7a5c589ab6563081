package org.pando.gossip.identify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.PeerId;
import org.pando.gossip.TestIdentity;
import org.pando.gossip.Vectors;
import org.pando.gossip.host.Identified;
import org.pando.gossip.identity.IdentifyMessage;
import org.pando.gossip.identity.Multiaddr;
import org.pando.gossip.identity.PeerRecord;
import org.pando.gossip.wire.LengthFrames;
import org.pando.gossip.wire.ProtobufWriter;

class IdentifyTest {
  private static final TestIdentity OTHER = TestIdentity.of(2);
  private static final PeerId PEER = OTHER.peerId();
  private static final String PUBLIC = "/ip4/198.51.100.1/tcp/4053";
  private static final String PRIVATE = "/ip4/192.168.1.2/tcp/4053";
  private static final String LOOPBACK = "/ip4/127.0.0.1/tcp/4053";
  private static final String NAMED = "/dns4/node.example/tcp/4053";

  private final FakeHost host = new FakeHost();
  private final Identify identify = identify(true);

  private Identify identify(boolean loopback) {
    try {
      return new Identify(host, host.identity, "pando/0.1.0", loopback);
    } catch (GossipException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void start() {
    identify.start();
  }

  @Test
  void aPeerThatConnectsIsAskedAndWhatItSaysIsReported() throws GossipException {
    host.connect(PEER, "203.0.113.9", true);
    byte[] envelope = record(5, PUBLIC);
    byte[] message = said().text(3, "/a").text(3, "/b").bytes(8, envelope).toByteArray();
    FakeStream stream = answer(message);
    Identified identified = host.reports.getFirst();
    assertEquals("other/1", identified.agent());
    assertEquals(Set.of("/a", "/b"), identified.protocols());
    assertEquals(List.of(PUBLIC), identified.addresses());
    assertArrayEquals(envelope, identified.signedRecord());
    assertTrue(stream.closed && !stream.reset);
    assertEquals(stream.consumed, message.length + 2);
    assertEquals(0, host.pendingTimers());
  }

  @Test
  void theVectorOfJsIsRead() {
    TestIdentity js = TestIdentity.of(1);
    host.connect(js.peerId(), "203.0.113.9", true);
    asked()
        .agree()
        .receive(Vectors.hex(Vectors.read("identify.json").getAsJsonObject("full"), "framed"))
        .finish();
    Identified identified = host.reports.getFirst();
    assertEquals("example/1.0.0", identified.agent());
    assertEquals(
        List.of("/ip4/192.0.2.1/tcp/4001", "/ip6/2001:db8::1/tcp/4001"), identified.addresses());
    assertTrue(identified.protocols().contains("/meshsub/1.2.0"));
  }

  @Test
  void severalMessagesAreOneAndElevenAreTooMany() {
    host.connect(PEER, "203.0.113.9", true);
    answer(
        new ProtobufWriter().text(3, "/a").toByteArray(),
        new ProtobufWriter().text(3, "/b").toByteArray());
    assertEquals(Set.of("/a", "/b"), host.reports.getFirst().protocols());
    FakeStream push =
        host.accept(PEER, Identify.PUSH).receive(HexFormat.of().parseHex("00".repeat(10)));
    assertFalse(push.reset);
    assertTrue(push.receive(new byte[1]).reset);
  }

  @Test
  void whoNamesAnotherKeyIsDisconnected() {
    host.connect(PEER, "203.0.113.9", true);
    byte[] key = TestIdentity.of(3).key().encode();
    FakeStream stream = answer(new ProtobufWriter().bytes(1, key).text(3, "/a").toByteArray());
    assertTrue(stream.reset);
    assertEquals(List.of(), host.reports);
    assertEquals(1, host.disconnected.size());
    assertTrue(host.disconnected.getFirst().contains("says that its key is that of"));
  }

  @Test
  void aRecordOfAnotherPeerIsRefused() throws GossipException {
    host.connect(PEER, "203.0.113.9", true);
    TestIdentity third = TestIdentity.of(3);
    byte[] envelope =
        new PeerRecord(third.peerId(), 1, List.of(Multiaddr.parse(PUBLIC))).seal(third);
    answer(said().bytes(8, envelope).toByteArray());
    assertEquals(List.of(), host.reports);
    assertTrue(host.disconnected.getFirst().contains("says that the record of"));
  }

  @Test
  void aMessageThatEndsInsideAFrameIsRefused() {
    host.connect(PEER, "203.0.113.9", true);
    FakeStream stream = asked().agree().receive(new byte[] {0, 5, 1}).finish();
    assertTrue(stream.reset);
    assertEquals(List.of(), host.reports);
    assertEquals(1, host.disconnected.size());
    assertEquals(0, host.pendingTimers(), "it is not asked again");
  }

  @Test
  void aFrameThatIsTooLongIsRefusedAtItsLength() {
    host.connect(PEER, "203.0.113.9", true);
    FakeStream stream = asked().agree().receive(HexFormat.of().parseHex("8140"));
    assertTrue(stream.reset);
    stream.finish();
    assertEquals(1, host.disconnected.size());
  }

  @Test
  void aPeerThatDoesNotAnswerIsAskedThreeTimes() {
    host.connect(PEER, "203.0.113.9", true);
    FakeStream first = asked().agree();
    host.advance(Duration.ofMillis(9_999));
    assertFalse(first.reset);
    host.advance(Duration.ofMillis(1));
    assertTrue(first.reset);
    host.advance(Duration.ofSeconds(5));
    assertEquals(2, host.opened(Identify.ID).size());
    asked().close();
    host.advance(Duration.ofSeconds(10));
    assertEquals(3, host.opened(Identify.ID).size());
    asked().close();
    host.advance(Duration.ofHours(1));
    assertEquals(3, host.opened(Identify.ID).size());
    assertEquals(List.of(), host.disconnected);
  }

  @Test
  void aPeerThatDoesNotSpeakIdentifyIsNotAskedAgain() {
    host.connect(PEER, "203.0.113.9", true);
    asked().fail(new GossipException(Kind.REFUSED, "it answers na"));
    assertEquals(0, host.pendingTimers());
  }

  @Test
  void whatAPeerFarAwaySaysOfNearAddressesIsNotDialed() throws GossipException {
    String peered = PUBLIC + "/p2p/" + PEER;
    String foreign = "/ip4/198.51.100.9/tcp/1/p2p/" + TestIdentity.of(3).peerId();
    byte[] envelope = record(5, PRIVATE, LOOPBACK, NAMED, peered, foreign, "/ip4/8.8.8.8/udp/1");
    host.connect(PEER, "203.0.113.9", true);
    answer(said().bytes(8, envelope).toByteArray());
    assertEquals(List.of(PUBLIC), host.reports.getFirst().addresses());
    host.lose(PEER);
    host.connect(PEER, "192.168.1.9", true);
    answer(said().bytes(8, envelope).toByteArray());
    assertEquals(List.of(PRIVATE, PUBLIC), host.reports.getLast().addresses());
    host.lose(PEER);
    host.connect(PEER, "127.0.0.1", true);
    answer(said().bytes(8, envelope).toByteArray());
    assertEquals(List.of(PRIVATE, LOOPBACK, PUBLIC), host.reports.getLast().addresses());
  }

  @Test
  void whatIsKeptOfAPeerIsBounded() throws GossipException {
    host.connect(PEER, "203.0.113.9", true);
    ProtobufWriter message = new ProtobufWriter().text(6, "a\u001b[31m\u202eé" + "b".repeat(200));
    message.text(3, "/" + "p".repeat(256)).text(3, "/with space").text(3, "/\n");
    for (int i = 0; i < 200; i++) {
      message.text(3, "/" + i).bytes(2, Multiaddr.parse("/ip4/8.8.8.8/tcp/" + i).bytes());
    }
    answer(message.toByteArray());
    Identified kept = host.reports.getFirst();
    assertEquals("a[31m" + "b".repeat(123), kept.agent());
    assertEquals(PeerBook.MAX_PROTOCOLS, kept.protocols().size());
    assertTrue(kept.protocols().stream().allMatch(id -> id.matches("/[0-9]+")));
    assertEquals(PeerBook.MAX_ADDRESSES, kept.addresses().size());
  }

  @Test
  void whoAsksIsAnsweredAndTheStreamEnded() throws GossipException {
    host.addresses = List.of(PUBLIC, PRIVATE, LOOPBACK, NAMED);
    host.connect(PEER, "203.0.113.9", false);
    FakeStream stream = host.accept(PEER, Identify.ID);
    assertTrue(stream.ended);
    IdentifyMessage message = message(stream);
    assertEquals(host.identity.key(), message.publicKey());
    assertEquals("pando/0.1.0", message.agentVersion());
    assertEquals("ipfs/0.1.0", message.protocolVersion());
    assertEquals(List.of(Identify.ID, Identify.PUSH), message.protocols());
    assertEquals("/ip4/203.0.113.9/tcp/50123", String.valueOf(message.observedAddr()));
    assertEquals(List.of(PUBLIC, NAMED), texts(message.listenAddrs()));
    PeerRecord signed = PeerRecord.open(message.signedPeerRecord());
    assertEquals(host.id(), signed.peer());
    assertEquals(message.listenAddrs(), signed.addresses());
    stream.finish();
    assertTrue(stream.closed && !stream.reset);
  }

  @Test
  void peersHearOfTheAddressesThatTheyCanUse() throws GossipException {
    host.addresses = List.of(PUBLIC, PRIVATE, LOOPBACK);
    assertEquals(List.of(PUBLIC), told("203.0.113.9"));
    assertEquals(List.of(PUBLIC, PRIVATE), told("192.168.1.77"));
    assertEquals(List.of(PUBLIC, PRIVATE), told("fe80::9"));
    assertEquals(List.of(PUBLIC, PRIVATE, LOOPBACK), told("127.0.0.1"));
  }

  @Test
  void loopbackIsToldOnlyWhenItCounts() throws GossipException {
    FakeHost another = new FakeHost();
    another.addresses = List.of(PUBLIC, LOOPBACK);
    new Identify(another, another.identity, "pando/0.1.0", false).start();
    another.connect(PEER, "127.0.0.1", false);
    assertEquals(List.of(PUBLIC), texts(message(another.accept(PEER, Identify.ID)).listenAddrs()));
  }

  private List<String> told(String ip) throws GossipException {
    host.connect(PEER, ip, false);
    IdentifyMessage message = message(host.accept(PEER, Identify.ID));
    assertEquals(message.listenAddrs(), PeerRecord.open(message.signedPeerRecord()).addresses());
    host.lose(PEER);
    return texts(message.listenAddrs());
  }

  @Test
  void aRecordIsSignedAnewOnlyWhenTheAddressesAreOthersAndItsNumberGrows() throws GossipException {
    host.addresses = List.of(PUBLIC);
    host.connect(PEER, "203.0.113.9", false);
    PeerRecord first = signed();
    assertTrue(first.seq() >= 1_700_000_000_000L);
    host.advance(Duration.ofMinutes(1));
    assertEquals(first, signed());
    host.addresses = List.of(PUBLIC, NAMED);
    PeerRecord second = signed();
    assertTrue(second.isNewerThan(first));
    host.addresses = List.of(PUBLIC);
    assertTrue(signed().isNewerThan(second), "two within a millisecond");
  }

  private PeerRecord signed() throws GossipException {
    FakeStream stream = host.accept(PEER, Identify.ID);
    return PeerRecord.open(message(stream).signedPeerRecord());
  }

  @Test
  void aNodeThatListensNowhereSignsNoRecord() throws GossipException {
    host.connect(PEER, "203.0.113.9", false);
    assertEquals(0, message(host.accept(PEER, Identify.ID)).signedPeerRecord().length);
  }

  @Test
  void theMessageFitsHoweverManyAddressesThereAre() throws GossipException {
    host.addresses =
        IntStream.range(0, 300).mapToObj(i -> "/ip6/2a00::" + i + "/tcp/4053").toList();
    host.connect(PEER, "203.0.113.9", false);
    FakeStream stream = host.accept(PEER, Identify.ID);
    assertEquals(16, message(stream).listenAddrs().size());
    assertTrue(stream.written.size() <= 4096);
  }

  @Test
  void whoAsksAndDoesNotEndIsReset() {
    host.connect(PEER, "203.0.113.9", false);
    FakeStream stream = host.accept(PEER, Identify.ID).receive(new byte[100]);
    assertEquals(0, stream.consumed);
    host.advance(Duration.ofSeconds(10));
    assertTrue(stream.reset);
    assertEquals(2, host.limit(Identify.ID));
    assertEquals(2, host.limit(Identify.PUSH));
  }

  @Test
  void aChangeIsPushedOnceASecondLaterToThoseWhoWantIt() throws GossipException {
    host.connect(PEER, "203.0.113.9", false);
    answer(said().text(3, Identify.PUSH).toByteArray());
    PeerId deaf = TestIdentity.of(3).peerId();
    host.connect(deaf, "203.0.113.10", false);
    host.change(PUBLIC);
    host.advance(Duration.ofMillis(900));
    host.change(PUBLIC, NAMED);
    assertEquals(List.of(), host.opened(Identify.PUSH));
    host.advance(Duration.ofMillis(100));
    assertEquals(1, host.opened(Identify.PUSH).size());
    FakeStream stream = host.opened(Identify.PUSH).getFirst().agree();
    assertEquals(PEER, stream.peer());
    assertTrue(stream.ended);
    IdentifyMessage message = message(stream);
    assertEquals(List.of(PUBLIC, NAMED), texts(message.listenAddrs()));
    assertEquals("null", String.valueOf(message.observedAddr()));
    stream.finish();
    host.advance(Duration.ofMinutes(1));
    assertEquals(1, host.opened(Identify.PUSH).size());
    host.change(PUBLIC);
    host.advance(Duration.ofSeconds(1));
    assertEquals(2, host.opened(Identify.PUSH).size());
  }

  @Test
  void noMoreThan32ArePushedToAtOnce() {
    for (int i = 0; i < 40; i++) {
      PeerId peer = TestIdentity.of(100 + i).peerId();
      host.connect(peer, "203.0.113.9", false);
      asked()
          .agree()
          .receive(framed(new ProtobufWriter().text(3, Identify.PUSH).toByteArray()))
          .finish();
    }
    host.change(PUBLIC);
    host.advance(Duration.ofSeconds(1));
    assertEquals(PushQueue.AT_ONCE, host.opened(Identify.PUSH).size());
    host.lose(TestIdentity.of(139).peerId());
    host.opened(Identify.PUSH).get(0).agree().finish();
    host.opened(Identify.PUSH).get(1).close();
    assertEquals(34, host.opened(Identify.PUSH).size());
    host.opened(Identify.PUSH).get(2).agree();
    host.advance(Duration.ofSeconds(10));
    assertEquals(35, host.opened(Identify.PUSH).size(), "one that does not end is reset");
    for (int i = 3; i < 39; i++) {
      host.opened(Identify.PUSH).get(i).close();
    }
    assertEquals(39, host.opened(Identify.PUSH).size(), "the lost one is not told");
  }

  @Test
  void whatAPushDoesNotSayStaysAsItWas() throws GossipException {
    host.connect(PEER, "203.0.113.9", false);
    answer(said().text(3, "/a").bytes(8, record(5, PUBLIC)).toByteArray());
    push(new ProtobufWriter().text(3, "/b").toByteArray());
    Identified second = host.reports.get(1);
    assertEquals("other/1", second.agent());
    assertEquals(Set.of("/b"), second.protocols());
    assertEquals(List.of(PUBLIC), second.addresses());
    assertArrayEquals(record(5, PUBLIC), second.signedRecord());
    push(new ProtobufWriter().text(6, "new/2").toByteArray());
    assertEquals("new/2", host.reports.get(2).agent());
    assertEquals(Set.of("/b"), host.reports.get(2).protocols());
  }

  @Test
  void onlyANewerRecordReplacesOne() throws GossipException {
    String moved = "/ip4/198.51.100.2/tcp/1";
    host.connect(PEER, "203.0.113.9", false);
    answer(said().bytes(8, record(5, PUBLIC)).toByteArray());
    push(new ProtobufWriter().bytes(8, record(5, moved)).toByteArray());
    assertEquals(List.of(PUBLIC), host.reports.get(1).addresses());
    byte[] unsigned = new ProtobufWriter().bytes(2, Multiaddr.parse(moved).bytes()).toByteArray();
    push(unsigned);
    assertEquals(List.of(PUBLIC), host.reports.get(2).addresses());
    push(new ProtobufWriter().bytes(8, record(6, moved)).toByteArray());
    assertEquals(List.of(moved), host.reports.get(3).addresses());
    assertArrayEquals(record(6, moved), host.reports.get(3).signedRecord());
  }

  @Test
  void pushesAreLimitedForEachPeer() {
    host.connect(PEER, "203.0.113.9", false);
    PeerId another = TestIdentity.of(3).peerId();
    host.connect(another, "203.0.113.10", false);
    for (int i = 0; i < 8; i++) {
      assertFalse(push(new ProtobufWriter().text(6, "v" + i).toByteArray()).reset);
    }
    assertTrue(push(new ProtobufWriter().text(6, "v8").toByteArray()).reset);
    assertEquals(8, host.reports.size());
    assertEquals(List.of(), host.disconnected);
    FakeStream other = host.accept(another, Identify.PUSH);
    assertFalse(other.receive(framed(new byte[0])).finish().reset);
    host.advance(Duration.ofSeconds(5));
    assertFalse(push(new ProtobufWriter().text(6, "v9").toByteArray()).reset);
    assertTrue(push(new ProtobufWriter().text(6, "v10").toByteArray()).reset);
  }

  @Test
  void aPushThatIsRefusedCostsItsStreamOnly() {
    host.connect(PEER, "203.0.113.9", false);
    byte[] key = TestIdentity.of(3).key().encode();
    assertTrue(push(new ProtobufWriter().bytes(1, key).toByteArray()).reset);
    assertEquals(List.of(), host.reports);
    assertEquals(List.of(), host.disconnected);
  }

  @Test
  void anAddressThatFourNetworksSeeIsAnnounced() throws GossipException {
    byte[] seen = Multiaddr.parse(PUBLIC).withPeer(host.id()).bytes();
    for (int i = 1; i <= 4; i++) {
      assertEquals(null, host.announced.get("observed"));
      host.connect(TestIdentity.of(i + 10).peerId(), "203." + i + ".0.1", false);
      asked().agree().receive(framed(new ProtobufWriter().bytes(4, seen).toByteArray())).finish();
    }
    assertEquals(List.of(PUBLIC), host.announced.get("observed"));
    host.advance(Duration.ofHours(1));
    host.connect(PEER, "203.9.0.1", false);
    answer(said().toByteArray());
    assertEquals(List.of(), host.announced.get("observed"));
  }

  @Test
  void nothingIsLeftOfAPeerThatIsGone() throws GossipException {
    host.connect(PEER, "203.0.113.9", false);
    answer(said().text(3, "/a").bytes(8, record(9, PUBLIC)).toByteArray());
    host.lose(PEER);
    host.connect(PEER, "203.0.113.9", false);
    asked().close();
    assertEquals(1, host.pendingTimers());
    host.lose(PEER);
    assertEquals(0, host.pendingTimers());
    host.connect(PEER, "203.0.113.9", false);
    answer(new ProtobufWriter().text(3, "/b").bytes(8, record(1, PUBLIC)).toByteArray());
    assertEquals("", host.reports.getLast().agent());
    assertArrayEquals(record(1, PUBLIC), host.reports.getLast().signedRecord());
  }

  @Test
  void aClosedOneAsksAndTellsNobody() {
    host.connect(PEER, "203.0.113.9", false);
    answer(said().text(3, Identify.PUSH).toByteArray());
    PeerId another = TestIdentity.of(3).peerId();
    host.connect(another, "203.0.113.9", false);
    asked().close();
    host.change(PUBLIC);
    identify.close();
    assertEquals(0, host.pendingTimers());
    host.change(PRIVATE);
    host.advance(Duration.ofMinutes(1));
    assertEquals(List.of(), host.opened(Identify.PUSH));
    assertEquals(2, host.opened(Identify.ID).size());
  }

  @Test
  void aChangeAfterTheCloseIsNotPushed() {
    host.connect(PEER, "203.0.113.9", false);
    answer(said().text(3, Identify.PUSH).toByteArray());
    identify.close();
    host.change(PUBLIC);
    assertEquals(0, host.pendingTimers());
  }

  /** The stream of the newest question. */
  private FakeStream asked() {
    return host.opened(Identify.ID).getLast();
  }

  private FakeStream answer(byte[]... messages) {
    return asked().agree().receive(framed(messages)).finish();
  }

  private FakeStream push(byte[] message) {
    return host.accept(PEER, Identify.PUSH).receive(framed(message)).finish();
  }

  private static byte[] framed(byte[]... messages) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] message : messages) {
      out.writeBytes(LengthFrames.frame(message));
    }
    return out.toByteArray();
  }

  private static ProtobufWriter said() {
    return new ProtobufWriter().bytes(1, OTHER.key().encode()).text(6, "other/1");
  }

  private static byte[] record(long seq, String... addresses) throws GossipException {
    List<Multiaddr> parsed = new ArrayList<>();
    for (String address : addresses) {
      parsed.add(Multiaddr.parse(address));
    }
    return new PeerRecord(PEER, seq, parsed).seal(OTHER);
  }

  private static IdentifyMessage message(FakeStream stream) throws GossipException {
    LengthFrames frames = new LengthFrames(IdentifyMessage.MAX_SENT);
    return IdentifyMessage.decode(frames.receive(stream.written.toByteArray()));
  }

  private static List<String> texts(List<Multiaddr> addresses) {
    return addresses.stream().map(address -> Objects.toString(address)).toList();
  }
}
