package org.pando.gossip.upgrade;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.Identity;
import org.pando.gossip.PeerId;
import org.pando.gossip.multistream.Negotiation;
import org.pando.gossip.noise.NoiseHandshake;
import org.pando.gossip.noise.NoiseHandshake.Secured;

/**
 * One end of a raw connection's upgrade, without I/O. Owned by its connection's thread.
 *
 * <p>Three steps, each of which may leave bytes to the next: multistream selects {@code /noise};
 * the Noise handshake proves who the peer is; inside Noise, multistream selects {@code
 * /yamux/1.0.0}, unless both ends listed it in the handshake. All that a peer may send before it is
 * through is bounded. The connection's deadline is the caller's.
 */
public final class Upgrade {
  public static final String NOISE = "/noise";
  public static final String YAMUX = "/yamux/1.0.0";

  /** How much a peer may send without being through, in bytes. */
  static final int MAX_BYTES = 64 << 10;

  private final boolean dialer;
  private final Identity self;
  private final @Nullable PeerId expected;
  private final RandomGenerator random;
  private final List<String> muxers;
  private Step step;
  private int received;
  private @Nullable Upgraded result;

  /** What bytes mean now. */
  private sealed interface Step {
    /** What error messages call it. */
    String name();
  }

  private record Securing(Negotiation negotiation) implements Step {
    @Override
    public String name() {
      return "the negotiation of " + NOISE;
    }
  }

  private record Handshaking(NoiseHandshake handshake) implements Step {
    @Override
    public String name() {
      return "the Noise handshake";
    }
  }

  private record Muxing(Secured secured, Negotiation negotiation) implements Step {
    @Override
    public String name() {
      return "the negotiation of " + YAMUX;
    }
  }

  private Upgrade(
      boolean dialer,
      Identity self,
      @Nullable PeerId expected,
      RandomGenerator random,
      boolean earlyMuxer) {
    this.dialer = dialer;
    this.self = self;
    this.expected = expected;
    this.random = random;
    this.muxers = earlyMuxer ? List.of(YAMUX) : List.of();
    this.step = new Securing(negotiation(NOISE));
  }

  /**
   * @param expected whom it dials; null: anybody but itself
   * @param random cryptographically secure
   * @param earlyMuxer whether to offer the muxer inside the handshake
   */
  public static Upgrade dialer(
      Identity self, @Nullable PeerId expected, RandomGenerator random, boolean earlyMuxer) {
    return new Upgrade(true, self, expected, random, earlyMuxer);
  }

  /**
   * @param random cryptographically secure
   * @param earlyMuxer whether to offer the muxer inside the handshake
   */
  public static Upgrade listener(Identity self, RandomGenerator random, boolean earlyMuxer) {
    return new Upgrade(false, self, null, random, earlyMuxer);
  }

  private Negotiation negotiation(String protocol) {
    return dialer
        ? Negotiation.dialer(List.of(protocol), false)
        : Negotiation.listener(protocol::equals);
  }

  /** What to send first; empty at the listener. */
  public byte[] start() {
    return negotiation(NOISE).start();
  }

  /**
   * @return what to send, in one write; may be empty
   * @throws GossipException MALFORMED, LIMIT, PROTOCOL, REFUSED: the connection is to be closed at
   *     once
   */
  public byte[] receive(byte[] bytes) throws GossipException {
    if (result != null) {
      throw new IllegalStateException("the upgrade is over");
    }
    received += bytes.length;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte @Nullable [] rest = bytes; rest != null; ) {
      rest =
          switch (step) {
            case Securing securing -> secure(securing, rest, out);
            case Handshaking handshaking -> handshake(handshaking, rest, out);
            case Muxing muxing -> mux(muxing, rest, out);
          };
    }
    if (result == null && received > MAX_BYTES) {
      throw GossipException.limit(
          "upgrade: the peer sent " + received + " bytes and is still in " + step.name());
    }
    return out.toByteArray();
  }

  /** Null until the connection carries yamux. */
  public @Nullable Upgraded result() {
    return result;
  }

  /**
   * Why the upgrade failed when the connection ends, or its time is over, before {@link #result}.
   */
  public GossipException failure(Kind kind, String what) {
    return new GossipException(kind, "upgrade: " + what + " in " + step.name());
  }

  /** What each step leaves to the next one; null when it waits for more bytes, or all is done. */
  private byte @Nullable [] secure(Securing now, byte[] bytes, ByteArrayOutputStream out)
      throws GossipException {
    Negotiation negotiation = now.negotiation();
    out.writeBytes(negotiation.receive(bytes));
    if (!negotiation.settled()) {
      return null;
    }
    checkSelected(negotiation, NOISE);
    NoiseHandshake handshake =
        dialer
            ? NoiseHandshake.initiator(self, expected, random, muxers)
            : NoiseHandshake.responder(self, random, muxers);
    out.writeBytes(handshake.start());
    step = new Handshaking(handshake);
    return negotiation.leftover();
  }

  private byte @Nullable [] handshake(Handshaking now, byte[] bytes, ByteArrayOutputStream out)
      throws GossipException {
    out.writeBytes(now.handshake().receive(bytes));
    Secured secured = now.handshake().result();
    if (secured == null) {
      return null;
    }
    if (!muxers.isEmpty() && !secured.muxers().isEmpty()) {
      checkListed(secured);
      finish(secured, true, secured.transport().decrypt(secured.leftover()));
      return null;
    }
    Negotiation negotiation = negotiation(YAMUX);
    byte[] proposal = negotiation.start();
    if (proposal.length > 0) {
      out.writeBytes(secured.transport().encrypt(proposal));
    }
    step = new Muxing(secured, negotiation);
    return secured.leftover();
  }

  private byte @Nullable [] mux(Muxing now, byte[] bytes, ByteArrayOutputStream out)
      throws GossipException {
    Negotiation negotiation = now.negotiation();
    byte[] answer = negotiation.receive(now.secured().transport().decrypt(bytes));
    if (answer.length > 0) {
      out.writeBytes(now.secured().transport().encrypt(answer));
    }
    if (negotiation.settled()) {
      checkSelected(negotiation, YAMUX);
      finish(now.secured(), false, negotiation.leftover());
    }
    return null;
  }

  private void finish(Secured secured, boolean earlyMuxer, byte[] early) {
    result =
        new Upgraded(secured.remoteKey(), secured.remote(), secured.transport(), earlyMuxer, early);
  }

  private static void checkSelected(Negotiation negotiation, String protocol)
      throws GossipException {
    if (!Objects.equals(negotiation.selected(), protocol)) {
      throw new GossipException(
          Kind.REFUSED, "upgrade: the peer does not speak " + protocol + ", the only one here");
    }
  }

  /** With one muxer of our own, the first that both have is that one or none. */
  private static void checkListed(Secured secured) throws GossipException {
    if (!secured.muxers().contains(YAMUX)) {
      throw new GossipException(
          Kind.REFUSED,
          "upgrade: the peer lists the muxers "
              + secured.muxers()
              + "; "
              + YAMUX
              + " is the only one here");
    }
  }
}
