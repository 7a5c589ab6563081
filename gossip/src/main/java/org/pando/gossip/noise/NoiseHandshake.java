package org.pando.gossip.noise;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.Identity;
import org.pando.gossip.PeerId;
import org.pando.gossip.identity.PublicKey;

/**
 * One end of the handshake of libp2p's noise/README.md, without I/O. Owned by its connection's
 * thread.
 *
 * <pre>
 * -> e
 * <- e, ee, s, es   payload
 * -> s, se          payload
 * </pre>
 *
 * The initiator checks who answers before it says who it is. The static key is made for this
 * handshake alone.
 */
public final class NoiseHandshake {
  /** The longest message; it holds an RSA identity and a hundred muxers. */
  static final int MAX_MESSAGE = 4096;

  private static final byte[] SIGNED_PREFIX = "noise-libp2p-static-key:".getBytes(US_ASCII);
  private static final byte[] NOTHING = {};

  /** Which message comes next. */
  private enum Awaited {
    FIRST,
    SECOND,
    THIRD,
    NONE
  }

  /**
   * What a handshake agreed on.
   *
   * @param remoteKey the peer's identity, proven
   * @param muxers what the peer lists, best first; empty: it lists none
   * @param leftover bytes behind the handshake, for the transport
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Secured(
      PublicKey remoteKey,
      PeerId remote,
      List<String> muxers,
      NoiseTransport transport,
      byte[] leftover) {}

  private final Identity self;
  private final @Nullable PeerId expected;
  private final List<String> muxers;
  private final KeyPair fixed;
  private final KeyPair ephemeral;
  private final SymmetricState state = new SymmetricState();
  private final Frames frames = new Frames();
  private Awaited awaited;
  private byte[] remoteEphemeral = NOTHING;
  private @Nullable Secured result;

  private NoiseHandshake(
      Identity self,
      @Nullable PeerId expected,
      RandomGenerator random,
      List<String> muxers,
      Awaited awaited) {
    this.self = self;
    this.expected = expected;
    this.muxers = List.copyOf(muxers);
    this.fixed = KeyPair.random(random);
    this.ephemeral = KeyPair.random(random);
    this.awaited = awaited;
  }

  /**
   * @param expected whom it dials; null: anybody but itself
   * @param random cryptographically secure
   * @param muxers to list, best first; empty: none is negotiated early
   */
  public static NoiseHandshake initiator(
      Identity self, @Nullable PeerId expected, RandomGenerator random, List<String> muxers) {
    return new NoiseHandshake(self, expected, random, muxers, Awaited.SECOND);
  }

  /**
   * @param random cryptographically secure
   * @param muxers to list, best first; empty: none is negotiated early
   */
  public static NoiseHandshake responder(
      Identity self, RandomGenerator random, List<String> muxers) {
    return new NoiseHandshake(self, null, random, muxers, Awaited.FIRST);
  }

  /** What to send first; empty at the responder. */
  public byte[] start() {
    if (awaited == Awaited.FIRST) {
      return NOTHING;
    }
    byte[] point = ephemeral.publicKey();
    state.mixHash(point);
    state.mixHash(NOTHING);
    return Frames.framed(point);
  }

  /**
   * @return what to send, may be empty
   * @throws GossipException MALFORMED, LIMIT, PROTOCOL, and REFUSED when the peer is this node: the
   *     connection is to be closed at once
   */
  public byte[] receive(byte[] bytes) throws GossipException {
    if (result != null) {
      throw new IllegalStateException("the handshake is over");
    }
    frames.add(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (awaited != Awaited.NONE && frames.next(MAX_MESSAGE)) {
      out.writeBytes(answer(frames.message()));
    }
    return out.toByteArray();
  }

  /** Null until the handshake is over. */
  public @Nullable Secured result() {
    return result;
  }

  private byte[] answer(byte[] message) throws GossipException {
    return switch (awaited) {
      case FIRST -> answerFirst(message);
      case SECOND -> answerSecond(message);
      case THIRD -> acceptThird(message);
      case NONE -> throw new IllegalStateException("the handshake is over");
    };
  }

  private byte[] answerFirst(byte[] message) throws GossipException {
    if (message.length != KeyPair.BYTES) {
      throw GossipException.malformed(
          "Noise: the first message has " + message.length + " bytes instead of " + KeyPair.BYTES);
    }
    remoteEphemeral = message;
    state.mixHash(message);
    state.mixHash(NOTHING);
    byte[] point = ephemeral.publicKey();
    state.mixHash(point);
    state.mixKey(ephemeral.agree(remoteEphemeral));
    byte[] encryptedStatic = state.encryptAndHash(fixed.publicKey());
    state.mixKey(fixed.agree(remoteEphemeral));
    awaited = Awaited.THIRD;
    return Frames.framed(joined(point, encryptedStatic, encryptedPayload()));
  }

  private byte[] answerSecond(byte[] message) throws GossipException {
    int staticEnd = 2 * KeyPair.BYTES + CipherState.TAG_BYTES;
    checkLength(message, staticEnd);
    remoteEphemeral = Arrays.copyOf(message, KeyPair.BYTES);
    state.mixHash(remoteEphemeral);
    state.mixKey(ephemeral.agree(remoteEphemeral));
    byte[] remoteStatic =
        state.decryptAndHash(Arrays.copyOfRange(message, KeyPair.BYTES, staticEnd));
    state.mixKey(ephemeral.agree(remoteStatic));
    HandshakePayload payload = payload(message, staticEnd);
    PublicKey remote = verified(payload, remoteStatic);

    byte[] encryptedStatic = state.encryptAndHash(fixed.publicKey());
    state.mixKey(fixed.agree(remoteEphemeral));
    byte[] answer = Frames.framed(joined(encryptedStatic, encryptedPayload()));
    byte[][] keys = state.split();
    finish(remote, payload, keys[0], keys[1]);
    return answer;
  }

  private byte[] acceptThird(byte[] message) throws GossipException {
    int staticEnd = KeyPair.BYTES + CipherState.TAG_BYTES;
    checkLength(message, staticEnd);
    byte[] remoteStatic = state.decryptAndHash(Arrays.copyOf(message, staticEnd));
    state.mixKey(ephemeral.agree(remoteStatic));
    HandshakePayload payload = payload(message, staticEnd);
    PublicKey remote = verified(payload, remoteStatic);
    byte[][] keys = state.split();
    finish(remote, payload, keys[1], keys[0]);
    return NOTHING;
  }

  private static void checkLength(byte[] message, int least) throws GossipException {
    if (message.length < least) {
      throw GossipException.malformed(
          "Noise: a handshake message of " + message.length + " bytes instead of " + least);
    }
  }

  private HandshakePayload payload(byte[] message, int from) throws GossipException {
    return HandshakePayload.decode(
        state.decryptAndHash(Arrays.copyOfRange(message, from, message.length)));
  }

  private byte[] encryptedPayload() throws GossipException {
    byte[] signature = self.sign(joined(SIGNED_PREFIX, fixed.publicKey()));
    byte[] key = PublicKey.ed25519(self.publicKey()).encode();
    return state.encryptAndHash(new HandshakePayload(key, signature, muxers).encode());
  }

  /** The peer's identity when it proves that the static key is its own, and may be connected. */
  private PublicKey verified(HandshakePayload payload, byte[] remoteStatic) throws GossipException {
    PublicKey key = PublicKey.decode(payload.identityKey());
    if (!key.verify(joined(SIGNED_PREFIX, remoteStatic), payload.signature())) {
      throw GossipException.protocol(
          "Noise: the signature of " + key.peerId() + " is not over its handshake key");
    }
    if (key.peerId().equals(PublicKey.ed25519(self.publicKey()).peerId())) {
      throw new GossipException(
          Kind.REFUSED, "Noise: the peer is this node itself; remove its address from the peers");
    }
    if (expected != null && !expected.equals(key.peerId())) {
      throw GossipException.protocol(
          "Noise: "
              + expected
              + " was dialed, "
              + key.peerId()
              + " answered; correct the address's /p2p/ part");
    }
    return key;
  }

  private void finish(PublicKey remote, HandshakePayload payload, byte[] out, byte[] in) {
    awaited = Awaited.NONE;
    NoiseTransport transport =
        new NoiseTransport(CipherState.encrypting(out, 0), CipherState.decrypting(in, 0));
    result = new Secured(remote, remote.peerId(), payload.muxers(), transport, frames.rest());
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** What was said so far; the vectors state it after every message. */
  SymmetricState state() {
    return state;
  }
}
