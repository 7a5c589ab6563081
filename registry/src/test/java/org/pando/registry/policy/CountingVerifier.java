package org.pando.registry.policy;

import org.pando.registry.Bytes;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.SignatureVerifier;

/** The pinned verifier; counts what it was asked. Owned by the test's thread. */
final class CountingVerifier implements SignatureVerifier {
  private int calls;

  @Override
  public boolean verify(PublicKey key, Bytes message, Bytes signature) {
    calls++;
    return PINNED.verify(key, message, signature);
  }

  /** How many signatures were verified since the last time somebody asked. */
  int calls() {
    int result = calls;
    calls = 0;
    return result;
  }
}
