package org.pando.gossip.noise;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.pando.gossip.GossipException;

/**
 * A key of one direction and the number of messages under it, after the Noise specification's
 * CipherState with ChaCha20-Poly1305 (RFC 8439). Owned by its connection's thread.
 */
final class CipherState {
  static final int TAG_BYTES = 16;

  /** js-libp2p stops at this number; a connection ends before. */
  static final long MAX_NONCE = 0xffff_ffffL;

  private static final int NONCE_BYTES = 12;
  private static final int COUNTER_AT = 4;

  private final int mode;
  private final Cipher cipher;
  private final SecretKeySpec key;
  private final byte[] nonce = new byte[NONCE_BYTES];
  private long counter;

  /**
   * @param counter how many messages were sent under the key
   */
  private CipherState(int mode, byte[] key, long counter) {
    this.mode = mode;
    this.counter = counter;
    this.key = new SecretKeySpec(key, "ChaCha20");
    try {
      this.cipher = Cipher.getInstance("ChaCha20-Poly1305");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java runtime lacks ChaCha20-Poly1305", e);
    }
  }

  static CipherState encrypting(byte[] key, long counter) {
    return new CipherState(Cipher.ENCRYPT_MODE, key, counter);
  }

  static CipherState decrypting(byte[] key, long counter) {
    return new CipherState(Cipher.DECRYPT_MODE, key, counter);
  }

  /**
   * Encrypts or decrypts the next message into {@code out}.
   *
   * @return how many bytes were written
   * @throws GossipException PROTOCOL when it does not decrypt, LIMIT when the key is used up
   */
  int apply(byte[] associated, byte[] in, int from, int length, byte[] out, int at)
      throws GossipException {
    if (counter >= MAX_NONCE) {
      throw GossipException.limit(
          "Noise: " + counter + " messages were sent under one key; connect anew");
    }
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[COUNTER_AT + i] = (byte) (counter >>> (Byte.SIZE * i));
    }
    try {
      cipher.init(mode, key, new IvParameterSpec(nonce));
      cipher.updateAAD(associated);
      int written = cipher.doFinal(in, from, length, out, at);
      counter++;
      return written;
    } catch (AEADBadTagException e) {
      throw GossipException.protocol(
          "Noise: message " + counter + " does not decrypt; it was altered, or is not the peer's");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ChaCha20-Poly1305 of " + length + " bytes", e);
    }
  }
}
