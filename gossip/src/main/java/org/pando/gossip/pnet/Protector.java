package org.pando.gossip.pnet;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a private network ({@code /key/swarm/psk/1.0.0}, libp2p's
 * pnet/Private-Networks-PSK-V1.md), without I/O: each end sends a nonce, and everything behind it
 * under XSalsa20 with the network's key. Without the key all of it looks random, and what comes out
 * of a stranger's bytes is noise, which the protocols above refuse; they also protect against
 * altered bytes, which this does not. Owned by its connection's thread.
 */
public final class Protector {
  /** The length of a network's key. */
  public static final int KEY_BYTES = 32;

  private static final int NONCE_BYTES = 24;

  private final KeyParameter key;
  private final byte[] nonce = new byte[NONCE_BYTES];
  private final XSalsa20Engine out;
  private final byte[] remoteNonce = new byte[NONCE_BYTES];
  private int received;
  private @Nullable XSalsa20Engine in;

  /**
   * @param key the network's, {@link #KEY_BYTES} bytes
   * @param random cryptographically secure
   */
  public Protector(byte[] key, RandomGenerator random) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "a network's key has " + KEY_BYTES + " bytes, this one " + key.length);
    }
    this.key = new KeyParameter(key);
    random.nextBytes(nonce);
    this.out = stream(nonce);
  }

  private XSalsa20Engine stream(byte[] under) {
    XSalsa20Engine stream = new XSalsa20Engine();
    stream.init(true, new ParametersWithIV(key, under));
    return stream;
  }

  /** What either end sends first. */
  public byte[] start() {
    return nonce.clone();
  }

  /** What to send instead of these bytes. */
  public byte[] protect(byte[] bytes) {
    return applied(out, bytes, 0);
  }

  /** What the peer meant; empty while its nonce is not complete. */
  public byte[] receive(byte[] bytes) {
    int from = 0;
    if (in == null) {
      from = Math.min(bytes.length, NONCE_BYTES - received);
      System.arraycopy(bytes, 0, remoteNonce, received, from);
      received += from;
      if (received < NONCE_BYTES) {
        return new byte[0];
      }
      in = stream(remoteNonce);
    }
    return applied(in, bytes, from);
  }

  private static byte[] applied(XSalsa20Engine stream, byte[] bytes, int from) {
    byte[] result = Arrays.copyOfRange(bytes, from, bytes.length);
    stream.processBytes(result, 0, result.length, result, 0);
    return result;
  }
}
