package org.pando.registry.crypto;

import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;

/** An Ed25519 key that signs. Immutable; never shown by {@link #toString}. */
public final class SigningKey {
  /** How many bytes a seed has (the "private key" of RFC 8032). */
  public static final int SEED_LENGTH = Ed25519.SECRET_KEY_SIZE;

  private final byte[] seed;
  private final PublicKey publicKey;

  private SigningKey(byte[] seed) {
    this.seed = seed;
    byte[] encoded = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, encoded, 0);
    this.publicKey = new PublicKey(Bytes.of(encoded));
  }

  /**
   * The key of a seed of 32 bytes.
   *
   * @throws IllegalArgumentException for any other length
   */
  public static SigningKey ofSeed(Bytes seed) {
    if (seed.length() != SEED_LENGTH) {
      throw new IllegalArgumentException(
          "a seed of " + seed.length() + " bytes; it has " + SEED_LENGTH);
    }
    return new SigningKey(seed.toArray());
  }

  public static SigningKey generate(SecureRandom random) {
    byte[] seed = new byte[SEED_LENGTH];
    random.nextBytes(seed);
    return new SigningKey(seed);
  }

  /** The secret itself, to be kept on disk. */
  public Bytes seed() {
    return Bytes.of(seed);
  }

  public PublicKey publicKey() {
    return publicKey;
  }

  /** The signature, 64 bytes, of a payload of this kind in this network. */
  public Bytes sign(SignedKind kind, NetworkId network, Bytes payload) {
    return sign(Domain.message(kind, network, payload));
  }

  /**
   * The signature of a message of libp2p's protocols, which carry domains of their own. Only for
   * the key that this node is known by among nodes: it signs nothing that a replica keeps.
   */
  public Bytes signAsNode(Bytes message) {
    return sign(message);
  }

  private Bytes sign(Bytes bytes) {
    byte[] message = bytes.toArray();
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
    return Bytes.of(signature);
  }

  @Override
  public String toString() {
    return "signing key of " + publicKey;
  }
}
