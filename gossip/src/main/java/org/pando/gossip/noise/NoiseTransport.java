package org.pando.gossip.noise;

import java.util.Arrays;
import org.pando.gossip.GossipException;

/**
 * A connection behind its handshake: plaintext to framed Noise messages and back. Owned by its
 * connection's thread. After an exception the connection is to be closed at once, without an
 * answer; every later call fails.
 */
public final class NoiseTransport {
  /** How much plaintext one message carries. */
  public static final int MAX_PLAINTEXT = Frames.MAX_MESSAGE - CipherState.TAG_BYTES;

  private static final byte[] NO_DATA = {};
  private static final int OVERHEAD = Frames.LENGTH_BYTES + CipherState.TAG_BYTES;

  private final CipherState out;
  private final CipherState in;
  private final Frames frames = new Frames();
  private boolean broken;

  NoiseTransport(CipherState out, CipherState in) {
    this.out = out;
    this.in = in;
  }

  /**
   * Frames and encrypts, in as many messages as it takes; one when there is no plaintext.
   *
   * @throws GossipException LIMIT when the key is used up, CLOSED after an earlier exception
   */
  public byte[] encrypt(byte[] plaintext) throws GossipException {
    checkIntact();
    int messages = Math.max(1, Math.ceilDiv(plaintext.length, MAX_PLAINTEXT));
    byte[] framed = new byte[plaintext.length + messages * OVERHEAD];
    int at = 0;
    for (int from = 0, i = 0; i < messages; i++) {
      int length = Math.min(MAX_PLAINTEXT, plaintext.length - from);
      Frames.writeLength(framed, at, length + CipherState.TAG_BYTES);
      apply(out, plaintext, from, length, framed, at + Frames.LENGTH_BYTES);
      from += length;
      at += length + OVERHEAD;
    }
    return framed;
  }

  /**
   * The plaintext of all messages that are complete; the rest waits for the next call.
   *
   * @param chunk taken over: it must not change
   * @throws GossipException PROTOCOL when a message was altered, MALFORMED, LIMIT when the key is
   *     used up, CLOSED after an earlier exception
   */
  public byte[] decrypt(byte[] chunk) throws GossipException {
    checkIntact();
    frames.add(chunk);
    byte[] plaintext = new byte[frames.left()];
    int end = 0;
    while (frames.next(Frames.MAX_MESSAGE)) {
      if (frames.length() < CipherState.TAG_BYTES) {
        broken = true;
        throw GossipException.malformed(
            "Noise: a message of " + frames.length() + " bytes is too short for its tag");
      }
      end += apply(in, frames.bytes(), frames.from(), frames.length(), plaintext, end);
    }
    return end == 0 ? NO_DATA : Arrays.copyOf(plaintext, end);
  }

  private int apply(CipherState cipher, byte[] from, int at, int length, byte[] to, int toAt)
      throws GossipException {
    boolean done = false;
    try {
      int written = cipher.apply(NO_DATA, from, at, length, to, toAt);
      done = true;
      return written;
    } finally {
      broken |= !done;
    }
  }

  private void checkIntact() throws GossipException {
    if (broken) {
      throw new GossipException(
          GossipException.Kind.CLOSED, "Noise: the connection failed before; connect anew");
    }
  }
}
