package org.pando.gossip.upgrade;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.PeerId;
import org.pando.gossip.Pieces;
import org.pando.gossip.TestIdentity;
import org.pando.gossip.Vectors;
import org.pando.gossip.multistream.Negotiation;
import org.pando.gossip.noise.NoiseHandshake;
import org.pando.gossip.noise.NoiseTransport;

class UpgradeTest {
  private static final TestIdentity ALICE = TestIdentity.of(1);
  private static final TestIdentity BOB = TestIdentity.of(2);
  private static final byte[] PROPOSE_NOISE =
      Vectors.hex(Vectors.read("multistream.json"), "proposeNoise");

  private final SplittableRandom random = new SplittableRandom(1);

  private Upgrade dialer(boolean early) {
    return Upgrade.dialer(ALICE, BOB.peerId(), new SplittableRandom(2), early);
  }

  private static Upgrade listener(boolean early) {
    return Upgrade.listener(BOB, new SplittableRandom(3), early);
  }

  /** How one direction's bytes are cut. */
  private interface Cut {
    List<byte[]> pieces(byte[] bytes);
  }

  /** Two ends of one connection, which carries what they say until neither says more. */
  private static final class Wire {
    final Upgrade dialer;
    final Upgrade listener;
    final ByteArrayOutputStream fromDialer = new ByteArrayOutputStream();
    final ByteArrayOutputStream fromListener = new ByteArrayOutputStream();
    final Cut cut;

    /** The bit of the dialer's (even) or listener's (odd) direction to flip, -1: none. */
    int flipDialer = -1;

    int flipListener = -1;

    /** How many bytes of either direction arrive. */
    int mostFromDialer = Integer.MAX_VALUE;

    int mostFromListener = Integer.MAX_VALUE;

    /** Writes of the dialer. */
    int writes;

    Wire(Upgrade dialer, Upgrade listener, Cut cut) {
      this.dialer = dialer;
      this.listener = listener;
      this.cut = cut;
    }

    /**
     * @return the first end's exception; null when there was none
     */
    @Nullable GossipException run() {
      byte[] toListener = dialer.start();
      byte[] toDialer = listener.start();
      try {
        while (toListener.length > 0 || toDialer.length > 0) {
          writes += toListener.length > 0 ? 1 : 0;
          byte[] asked = arriving(toListener, fromDialer, flipDialer, mostFromDialer);
          byte[] answered = said(listener, asked);
          byte[] back = joined(toDialer, answered);
          toListener = said(dialer, arriving(back, fromListener, flipListener, mostFromListener));
          toDialer = new byte[0];
        }
      } catch (GossipException e) {
        return e;
      }
      return null;
    }

    private static byte[] arriving(byte[] sent, ByteArrayOutputStream all, int flip, int most) {
      byte[] bytes = sent.clone();
      int at = flip / Byte.SIZE - all.size();
      if (flip >= 0 && at >= 0 && at < bytes.length) {
        bytes[at] ^= (byte) (1 << flip % Byte.SIZE);
      }
      int from = all.size();
      all.writeBytes(bytes);
      return Arrays.copyOf(bytes, Math.clamp((long) most - from, 0, bytes.length));
    }

    private byte[] said(Upgrade end, byte[] bytes) throws GossipException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (byte[] piece : cut.pieces(bytes)) {
        if (end.result() != null) {
          throw new AssertionError("bytes behind the upgrade");
        }
        out.writeBytes(end.receive(piece));
      }
      return out.toByteArray();
    }
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static List<byte[]> whole(byte[] bytes) {
    return bytes.length == 0 ? List.of() : List.of(bytes);
  }

  private static void assertUpgraded(Wire wire, boolean early) throws GossipException {
    Upgraded dialer = Objects.requireNonNull(wire.dialer.result());
    Upgraded listener = Objects.requireNonNull(wire.listener.result());
    assertEquals(BOB.peerId(), dialer.remote());
    assertEquals(ALICE.peerId(), listener.remote());
    assertEquals(early, dialer.earlyMuxer());
    assertEquals(early, listener.earlyMuxer());
    byte[] ping = {1, 2, 3};
    assertArrayEquals(ping, listener.transport().decrypt(dialer.transport().encrypt(ping)));
    assertArrayEquals(ping, dialer.transport().decrypt(listener.transport().encrypt(ping)));
  }

  @Test
  void bothEndsAgreeHoweverBytesAreCutAndWhateverEitherOffersEarly() throws Exception {
    List<Cut> cuts = new ArrayList<>();
    cuts.add(UpgradeTest::whole);
    cuts.add(bytes -> Pieces.of(bytes, 1));
    for (int i = 0; i < 20; i++) {
      cuts.add(bytes -> Pieces.random(bytes, 1 + random.nextInt(80), random));
    }
    for (boolean dialerEarly : new boolean[] {true, false}) {
      for (boolean listenerEarly : new boolean[] {true, false}) {
        for (Cut cut : cuts) {
          Wire wire = new Wire(dialer(dialerEarly), listener(listenerEarly), cut);
          assertNull(wire.run());
          assertUpgraded(wire, dialerEarly && listenerEarly);
        }
      }
    }
  }

  @Test
  void dialerWritesThreeTimesWhateverIsOfferedEarly() {
    assertArrayEquals(PROPOSE_NOISE, dialer(true).start());
    for (boolean early : new boolean[] {true, false}) {
      Wire wire = new Wire(dialer(early), listener(early), UpgradeTest::whole);
      assertNull(wire.run());
      assertEquals(3, wire.writes, "header and proposal; e; s, se and the muxer's proposal");
    }
  }

  /** Steps through every byte, and through the bits of a byte. */
  private static final int STEP = Byte.SIZE - 1;

  /** Wherever a bit of the upgrade is flipped: no two ends are ever through with each other. */
  @Test
  void flippedBitInAnyByteEndsTheUpgrade() {
    for (boolean early : new boolean[] {true, false}) {
      Wire honest = new Wire(dialer(early), listener(early), UpgradeTest::whole);
      assertNull(honest.run());
      for (int bit = 0; bit < Byte.SIZE * honest.fromDialer.size(); bit += STEP) {
        Wire wire = new Wire(dialer(early), listener(early), UpgradeTest::whole);
        wire.flipDialer = bit;
        assertEnds(wire.run(), wire, "bit " + bit + " of the dialer's");
        assertNull(wire.listener.result());
      }
      for (int bit = 0; bit < Byte.SIZE * honest.fromListener.size(); bit += STEP) {
        Wire wire = new Wire(dialer(early), listener(early), UpgradeTest::whole);
        wire.flipListener = bit;
        assertEnds(wire.run(), wire, "bit " + bit + " of the listener's");
        assertNull(wire.dialer.result());
      }
    }
  }

  @Test
  void upgradeThatIsCutShortNeverSucceeds() {
    for (boolean early : new boolean[] {true, false}) {
      Wire honest = new Wire(dialer(early), listener(early), UpgradeTest::whole);
      assertNull(honest.run());
      for (int most = 0; most < honest.fromDialer.size(); most++) {
        Wire wire = new Wire(dialer(early), listener(early), UpgradeTest::whole);
        wire.mostFromDialer = most;
        assertEnds(wire.run(), wire, most + " bytes of the dialer's");
        assertNull(wire.listener.result());
      }
      for (int most = 0; most < honest.fromListener.size(); most++) {
        Wire wire = new Wire(dialer(early), listener(early), UpgradeTest::whole);
        wire.mostFromListener = most;
        assertEnds(wire.run(), wire, most + " bytes of the listener's");
        assertNull(wire.dialer.result());
      }
    }
  }

  /** An exception, or an end that waits for bytes until the connection ends or its time is over. */
  private static void assertEnds(@Nullable GossipException thrown, Wire wire, String what) {
    assertFalse(wire.dialer.result() != null && wire.listener.result() != null, what);
    if (thrown != null) {
      assertTrue(Objects.requireNonNull(thrown.getMessage()).length() > 20, what);
      return;
    }
    Upgrade waiting = wire.dialer.result() == null ? wire.dialer : wire.listener;
    GossipException e = waiting.failure(Kind.CLOSED, "the peer closed the connection");
    assertTrue(
        String.valueOf(e.getMessage()).contains("closed the connection in the "), e::getMessage);
  }

  @Test
  void anotherPeerThanTheDialedIsRefused() {
    PeerId carol = TestIdentity.of(3).peerId();
    Upgrade dialer = Upgrade.dialer(ALICE, carol, random, true);
    Wire wire = new Wire(dialer, listener(true), UpgradeTest::whole);
    assertEquals(Kind.PROTOCOL, Objects.requireNonNull(wire.run()).kind());
    assertNull(wire.dialer.result());
    assertNull(wire.listener.result());
  }

  @Test
  void peerWithoutNoiseIsRefused() {
    Upgrade dialer = dialer(true);
    byte[] answer = joined(Vectors.hex(Vectors.read("multistream.json"), "header"), na());
    GossipException e = assertThrows(GossipException.class, () -> dialer.receive(answer));
    assertEquals(Kind.REFUSED, e.kind());
  }

  private static byte[] na() {
    return Vectors.hex(Vectors.read("multistream.json"), "na");
  }

  @Test
  void listenerOffersNoiseOnlyAndWaitsForIt() throws Exception {
    Upgrade listener = listener(true);
    byte[] header = Vectors.hex(Vectors.read("multistream.json"), "header");
    byte[] tls = "\u000b/tls/1.0.0\n".getBytes(US_ASCII);
    assertArrayEquals(joined(header, na()), listener.receive(joined(header, tls)));
    assertArrayEquals(
        "\u0007/noise\n".getBytes(US_ASCII), listener.receive("\u0007/noise\n".getBytes(US_ASCII)));
  }

  /** A peer that goes through the handshake with muxers of its choice, by hand. */
  private static final class Peer {
    final NoiseHandshake handshake;

    Peer(boolean initiator, List<String> muxers) {
      SplittableRandom random = new SplittableRandom(9);
      this.handshake =
          initiator
              ? NoiseHandshake.initiator(ALICE, null, random, muxers)
              : NoiseHandshake.responder(BOB, random, muxers);
    }

    NoiseTransport transport() {
      return Objects.requireNonNull(handshake.result()).transport();
    }
  }

  private static Upgrade listenerBehindTheHandshake(Peer peer, boolean early) throws Exception {
    Upgrade listener = listener(early);
    listener.receive(PROPOSE_NOISE);
    byte[] third = peer.handshake.receive(listener.receive(peer.handshake.start()));
    listener.receive(third);
    return listener;
  }

  @Test
  void peerThatListsOtherMuxersOnlyIsRefused() {
    Peer peer = new Peer(true, List.of("/mplex/6.7.0"));
    GossipException e =
        assertThrows(GossipException.class, () -> listenerBehindTheHandshake(peer, true));
    assertEquals(Kind.REFUSED, e.kind());
    assertTrue(String.valueOf(e.getMessage()).contains("/mplex/6.7.0"), e::getMessage);
  }

  @Test
  void peerThatListsYamuxBehindOthersGetsYamux() throws Exception {
    Peer peer = new Peer(true, List.of("/mplex/6.7.0", "/yamux/1.0.0"));
    Upgrade listener = listenerBehindTheHandshake(peer, true);
    assertTrue(Objects.requireNonNull(listener.result()).earlyMuxer());
  }

  @Test
  void peerWithoutYamuxIsRefused() throws Exception {
    Peer peer = new Peer(false, List.of());
    Upgrade dialer = dialer(false);
    Negotiation noise = Negotiation.listener("/noise"::equals);
    byte[] first = dialer.receive(noise.receive(dialer.start()));
    byte[] third = dialer.receive(peer.handshake.receive(first));
    peer.handshake.receive(third);
    Negotiation mplex = Negotiation.listener("/mplex/6.7.0"::equals);
    byte[] asked = peer.transport().decrypt(handshakeLeftover(peer));
    byte[] refusal = peer.transport().encrypt(mplex.receive(asked));
    GossipException e = assertThrows(GossipException.class, () -> dialer.receive(refusal));
    assertEquals(Kind.REFUSED, e.kind());
  }

  private static byte[] handshakeLeftover(Peer peer) {
    return Objects.requireNonNull(peer.handshake.result()).leftover();
  }

  @Test
  void yamuxFramesBehindAnEarlyMuxerAreHandedOver() throws Exception {
    byte[] frame = {0, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
    Upgrade listener = listener(true);
    listener.receive(PROPOSE_NOISE);
    Peer peer = new Peer(true, List.of("/yamux/1.0.0"));
    byte[] third = peer.handshake.receive(listener.receive(peer.handshake.start()));
    listener.receive(joined(third, peer.transport().encrypt(frame)));
    assertArrayEquals(frame, Objects.requireNonNull(listener.result()).early());
  }

  @Test
  void yamuxFramesBehindALazyProposalAreHandedOver() throws Exception {
    byte[] frame = {0, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
    Upgrade listener = listener(true);
    listener.receive(PROPOSE_NOISE);
    Peer peer = new Peer(true, List.of());
    byte[] third = peer.handshake.receive(listener.receive(peer.handshake.start()));
    byte[] lazy = joined(Negotiation.dialer(List.of("/yamux/1.0.0"), true).start(), frame);
    byte[] answer = listener.receive(joined(third, peer.transport().encrypt(lazy)));
    assertArrayEquals(frame, Objects.requireNonNull(listener.result()).early());
    assertNotNull(peer.transport().decrypt(answer));
  }

  @Test
  void lazyDialerMaySendItsFirstNoiseMessageBehindItsProposal() throws Exception {
    Peer peer = new Peer(true, List.of("/yamux/1.0.0"));
    Upgrade listener = listener(true);
    byte[] answer = listener.receive(joined(PROPOSE_NOISE, peer.handshake.start()));
    byte[] second = Arrays.copyOfRange(answer, PROPOSE_NOISE.length, answer.length);
    listener.receive(peer.handshake.receive(second));
    assertNotNull(listener.result());
  }

  @Test
  void emptyNoiseMessagesWithoutEndAreCutOff() throws Exception {
    Peer peer = new Peer(true, List.of());
    Upgrade listener = listenerBehindTheHandshake(peer, true);
    GossipException e =
        assertThrows(
            GossipException.class,
            () -> {
              for (int i = 0; i < Upgrade.MAX_BYTES / 18; i++) {
                listener.receive(peer.transport().encrypt(new byte[0]));
              }
            });
    assertEquals(Kind.LIMIT, e.kind());
    assertNull(listener.result());
  }

  @Test
  void upgradeThatIsOverTakesNoMoreBytes() {
    Wire wire = new Wire(dialer(true), listener(true), UpgradeTest::whole);
    assertNull(wire.run());
    assertThrows(IllegalStateException.class, () -> wire.dialer.receive(new byte[1]));
  }
}
