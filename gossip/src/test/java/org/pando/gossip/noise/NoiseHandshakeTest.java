package org.pando.gossip.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.Identity;
import org.pando.gossip.PeerId;
import org.pando.gossip.TestIdentity;

class NoiseHandshakeTest {
  private static final TestIdentity ALICE = TestIdentity.of(1);
  private static final TestIdentity BOB = TestIdentity.of(2);
  private static final TestIdentity CAROL = TestIdentity.of(3);
  private static final List<String> NO_MUXERS = List.of();

  private final SplittableRandom random = new SplittableRandom(1);

  private NoiseHandshake initiator(Identity self, @Nullable PeerId to) {
    return NoiseHandshake.initiator(self, to, random, NO_MUXERS);
  }

  private NoiseHandshake responder(Identity self) {
    return NoiseHandshake.responder(self, random, NO_MUXERS);
  }

  private static GossipException refusal(Kind kind, NoiseHandshake handshake, byte[] message) {
    GossipException e = assertThrows(GossipException.class, () -> handshake.receive(message));
    assertEquals(kind, e.kind(), e::getMessage);
    assertNull(handshake.result());
    return e;
  }

  /** An identity that shows one key and signs with another. */
  private record Impostor(TestIdentity shown, TestIdentity signer) implements Identity {
    @Override
    public byte[] publicKey() {
      return shown.publicKey();
    }

    @Override
    public byte[] sign(byte[] message) {
      return signer.sign(message);
    }
  }

  @Test
  void bothEndsLearnWhoTheOtherIs() throws Exception {
    NoiseHandshake alice = initiator(ALICE, BOB.peerId());
    NoiseHandshake bob = responder(BOB);
    bob.receive(alice.receive(bob.receive(alice.start())));
    assertEquals(BOB.peerId(), Objects.requireNonNull(alice.result()).remote());
    assertEquals(ALICE.peerId(), Objects.requireNonNull(bob.result()).remote());
    assertEquals(ALICE.key(), bob.result().remoteKey());
  }

  @Test
  void anotherPeerThanTheDialedIsRefusedBeforeItHearsWhoDials() throws Exception {
    NoiseHandshake alice = initiator(ALICE, CAROL.peerId());
    byte[] second = responder(BOB).receive(alice.start());
    GossipException e = refusal(Kind.PROTOCOL, alice, second);
    assertTrue(String.valueOf(e.getMessage()).contains(CAROL.peerId().toString()), e::getMessage);
    assertTrue(String.valueOf(e.getMessage()).contains(BOB.peerId().toString()), e::getMessage);
  }

  @Test
  void dialingOneselfIsRefused() throws Exception {
    NoiseHandshake alice = initiator(ALICE, null);
    refusal(Kind.REFUSED, alice, responder(ALICE).receive(alice.start()));
  }

  @Test
  void responderRefusesItselfAsWell() throws Exception {
    Disguise carolThenBob = new Disguise();
    NoiseHandshake dialer = initiator(carolThenBob, null);
    NoiseHandshake bob = responder(BOB);
    byte[] second = bob.receive(dialer.start());
    refusal(Kind.REFUSED, bob, dialer.receive(second));
  }

  /** Signs as Bob; only the initiator's look at itself sees another key. */
  private static final class Disguise implements Identity {
    private int asked;

    @Override
    public byte[] publicKey() {
      return asked++ == 0 ? CAROL.publicKey() : BOB.publicKey();
    }

    @Override
    public byte[] sign(byte[] message) {
      return BOB.sign(message);
    }
  }

  @Test
  void signatureOfAnotherKeyIsRefusedByEitherEnd() throws Exception {
    NoiseHandshake alice = initiator(ALICE, BOB.peerId());
    byte[] second = responder(new Impostor(BOB, CAROL)).receive(alice.start());
    refusal(Kind.PROTOCOL, alice, second);

    NoiseHandshake bob = responder(BOB);
    NoiseHandshake impostor = initiator(new Impostor(ALICE, CAROL), BOB.peerId());
    byte[] third = impostor.receive(bob.receive(impostor.start()));
    refusal(Kind.PROTOCOL, bob, third);
  }

  @Test
  void signatureOverAnotherStaticKeyIsRefused() throws Exception {
    List<byte[]> signatures = new ArrayList<>();
    Identity recording =
        new Identity() {
          @Override
          public byte[] publicKey() {
            return BOB.publicKey();
          }

          @Override
          public byte[] sign(byte[] message) {
            signatures.add(BOB.sign(message));
            return signatures.getFirst(); // the first handshake's, in the second as well
          }
        };
    NoiseHandshake first = initiator(ALICE, null);
    first.receive(responder(recording).receive(first.start()));
    NoiseHandshake second = initiator(ALICE, null);
    refusal(Kind.PROTOCOL, second, responder(recording).receive(second.start()));
    assertEquals(2, signatures.size());
  }

  /** RFC 7748's points of low order, by which everybody knows the secret. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  void pointOfLowOrderIsRefusedByEitherEnd(String hex) throws Exception {
    byte[] point = HexFormat.of().parseHex(hex);
    GossipException e = refusal(Kind.PROTOCOL, responder(BOB), Frames.framed(point));
    assertTrue(String.valueOf(e.getMessage()).contains("low order"), e::getMessage);

    NoiseHandshake alice = initiator(ALICE, null);
    byte[] second = responder(BOB).receive(alice.start());
    System.arraycopy(point, 0, second, Frames.LENGTH_BYTES, point.length);
    e = refusal(Kind.PROTOCOL, alice, second);
    assertTrue(String.valueOf(e.getMessage()).contains("low order"), e::getMessage);
  }

  @Test
  void firstMessageIsOnePointAndNothingElse() {
    refusal(Kind.MALFORMED, responder(BOB), Frames.framed(new byte[31]));
    refusal(Kind.MALFORMED, responder(BOB), Frames.framed(new byte[33]));
    refusal(Kind.MALFORMED, responder(BOB), Frames.framed(new byte[0]));
  }

  @Test
  void lengthOverTheLimitIsRefusedBeforeItsBytesCome() {
    refusal(Kind.LIMIT, responder(BOB), new byte[] {0x10, 0x01});
    NoiseHandshake alice = initiator(ALICE, null);
    alice.start();
    refusal(Kind.LIMIT, alice, new byte[] {(byte) 0xff, (byte) 0xff});
  }

  @Test
  void messagesCutShortAreRefused() throws Exception {
    for (int length = 0; length < 160; length++) {
      NoiseHandshake alice = initiator(ALICE, null);
      NoiseHandshake bob = responder(BOB);
      byte[] second = bob.receive(alice.start());
      refused(alice, Frames.framed(Arrays.copyOfRange(second, 2, 2 + length)));

      alice = initiator(ALICE, null);
      bob = responder(BOB);
      byte[] third = alice.receive(bob.receive(alice.start()));
      refused(bob, Frames.framed(Arrays.copyOfRange(third, 2, 2 + length)));
    }
  }

  private static void refused(NoiseHandshake handshake, byte[] message) {
    assertThrows(
        GossipException.class, () -> handshake.receive(message), () -> message.length + "");
    assertNull(handshake.result());
  }

  @Test
  void hundredMuxersAreTheMost() throws Exception {
    NoiseHandshake alice = initiator(ALICE, null);
    NoiseHandshake many =
        NoiseHandshake.responder(BOB, random, Collections.nCopies(100, "/yamux/1.0.0"));
    alice.receive(many.receive(alice.start()));
    assertEquals(100, Objects.requireNonNull(alice.result()).muxers().size());

    NoiseHandshake other = initiator(ALICE, null);
    NoiseHandshake more = NoiseHandshake.responder(BOB, random, Collections.nCopies(101, "/m"));
    refusal(Kind.LIMIT, other, more.receive(other.start()));
  }

  @Test
  void bytesBehindTheHandshakeAreHandedOver() throws Exception {
    NoiseHandshake alice = initiator(ALICE, null);
    NoiseHandshake bob = responder(BOB);
    byte[] third = alice.receive(bob.receive(alice.start()));
    byte[] data = Objects.requireNonNull(alice.result()).transport().encrypt(new byte[] {1, 2, 3});
    byte[] both = Arrays.copyOf(third, third.length + data.length);
    System.arraycopy(data, 0, both, third.length, data.length);
    bob.receive(both);
    assertEquals(
        List.of(HexFormat.of().formatHex(data)),
        List.of(HexFormat.of().formatHex(Objects.requireNonNull(bob.result()).leftover())));
    assertThrows(IllegalStateException.class, () -> bob.receive(data));
  }
}
