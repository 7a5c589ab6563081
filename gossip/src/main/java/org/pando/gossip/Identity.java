package org.pando.gossip;

/** This node's Ed25519 key, wherever its secret is kept. Any thread. */
public interface Identity {
  /** The public key, 32 bytes, a copy. */
  byte[] publicKey();

  /** The Ed25519 signature (RFC 8032) of the message, 64 bytes. */
  byte[] sign(byte[] message);
}
