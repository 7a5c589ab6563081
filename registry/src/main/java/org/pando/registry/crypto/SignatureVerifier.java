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
   * Bouncy Castle's low-level Ed25519: without cofactor, R and S canonical. The one of the JDK
   * takes forgeries under keys of small order.
   */
  SignatureVerifier PINNED =
      (key, message, signature) ->
          signature.length() == SIGNATURE_LENGTH
              && Ed25519.verify(
                  signature.toArray(),
                  0,
                  key.bytes().toArray(),
                  0,
                  message.toArray(),
                  0,
                  message.length());

  /**
   * Whether the key signed the message.
   *
   * @param message as made by {@link Domain#message}
   */
  boolean verify(PublicKey key, Bytes message, Bytes signature);
}
