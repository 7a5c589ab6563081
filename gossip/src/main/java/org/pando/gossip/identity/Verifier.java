package org.pando.gossip.identity;

/** Verifies signatures of one key. */
@FunctionalInterface
interface Verifier {
  boolean verify(byte[] message, byte[] signature);
}
