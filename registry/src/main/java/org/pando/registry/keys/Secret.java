package org.pando.registry.keys;

import org.pando.registry.Bytes;

/** The secret half of a stored key. */
sealed interface Secret {
  /**
   * The seed itself.
   *
   * @param seed the Ed25519 private key, 32 bytes
   */
  record Open(Bytes seed) implements Secret {
    @Override
    public String toString() {
      return "open";
    }
  }

  /**
   * The seed under a passphrase.
   *
   * @param sealed {@value SeedLock#SEALED_LENGTH} octets
   */
  record Locked(SeedLock lock, Bytes sealed) implements Secret {}
}
