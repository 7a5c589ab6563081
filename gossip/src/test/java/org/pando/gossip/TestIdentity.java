package org.pando.gossip;

import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.pando.gossip.identity.PublicKey;

/** An identity of a known seed. */
public final class TestIdentity implements Identity {
  private final byte[] seed;
  private final byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];

  public TestIdentity(byte[] seed) {
    this.seed = seed.clone();
    Ed25519.generatePublicKey(this.seed, 0, publicKey, 0);
  }

  /** The identity of the seed that repeats a byte, as those of the vectors. */
  public static TestIdentity of(int repeated) {
    byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
    Arrays.fill(seed, (byte) repeated);
    return new TestIdentity(seed);
  }

  public static TestIdentity ofSeed(String hex) {
    return new TestIdentity(HexFormat.of().parseHex(hex));
  }

  public PublicKey key() {
    try {
      return PublicKey.ed25519(publicKey);
    } catch (GossipException e) {
      throw new AssertionError(e);
    }
  }

  public PeerId peerId() {
    return key().peerId();
  }

  @Override
  public byte[] publicKey() {
    return publicKey.clone();
  }

  @Override
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
    return signature;
  }
}
