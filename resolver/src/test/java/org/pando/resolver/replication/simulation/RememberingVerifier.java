package org.pando.resolver.replication.simulation;

import java.util.HashMap;
import java.util.Map;
import org.pando.registry.Bytes;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.SignatureVerifier;

/**
 * The pinned verifier, asked once for each signature in the whole simulation: hundreds of replicas
 * verify the same ones.
 */
final class RememberingVerifier implements SignatureVerifier {
  private final Map<Signature, Boolean> verdicts = new HashMap<>();

  private record Signature(PublicKey key, Bytes message, Bytes signature) {}

  @Override
  public boolean verify(PublicKey key, Bytes message, Bytes signature) {
    return verdicts.computeIfAbsent(
        new Signature(key, message, signature),
        asked -> PINNED.verify(asked.key(), asked.message(), asked.signature()));
  }

  /** How many different signatures were verified. */
  int verified() {
    return verdicts.size();
  }
}
