package org.pando.registry.crypto;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.pando.registry.Bytes;

/**
 * Verifies signatures. Every replica must accept the same set, so there is one implementation,
 * {@link #PINNED}; tests count its calls.
 */
@FunctionalInterface
public interface SignatureVerifier {
  /** How many bytes a signature has. */
  int SIGNATURE_LENGTH = Ed25519.SIGNATURE_SIZE;

  /**
   * Bouncy Castle's low-level Ed25519, and R of the prime-order group like every public key: then
   * the equations with and without cofactor agree, and what is accepted is a property of the bytes.
   * Alone, the library decides signatures with a small-order part in R by an inner value of its
   * algorithm; the verifier of the JDK takes forgeries under keys of small order.
   */
  SignatureVerifier PINNED =
      (key, message, signature) -> {
        if (signature.length() != SIGNATURE_LENGTH) {
          return false;
        }
        byte[] octets = signature.toArray();
        byte[] encodedKey = key.bytes().toArray();
        return Ed25519.verify(octets, 0, encodedKey, 0, message.toArray(), 0, message.length())
            && Ed25519.validatePublicKeyFull(octets, 0);
      };

  /**
   * Whether the key signed the message.
   *
   * @param message as made by {@link Domain#message}
   */
  boolean verify(PublicKey key, Bytes message, Bytes signature);
}
