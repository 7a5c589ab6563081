package org.pando.gossip.noise;

import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.pando.gossip.GossipException;

/** An X25519 key pair (RFC 7748) that lives as long as one handshake. */
final class KeyPair {
  static final int BYTES = X25519.POINT_SIZE;

  private final byte[] secret;
  private final byte[] point = new byte[BYTES];

  private KeyPair(byte[] secret) {
    this.secret = secret;
    X25519.generatePublicKey(secret, 0, point, 0);
  }

  static KeyPair random(RandomGenerator random) {
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    return new KeyPair(secret);
  }

  byte[] publicKey() {
    return point.clone();
  }

  /**
   * The secret that both ends compute.
   *
   * @throws GossipException PROTOCOL when the other's point is of low order, so that everybody
   *     knows the secret
   */
  byte[] agree(byte[] other) throws GossipException {
    byte[] shared = new byte[BYTES];
    if (!X25519.calculateAgreement(secret, 0, other, 0, shared, 0)) {
      throw GossipException.protocol("Noise: the peer's key is a point of low order");
    }
    return shared;
  }
}
