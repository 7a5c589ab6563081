package org.pando.gossip.noise;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;

/**
 * The chaining key and the hash of all that was said, after the Noise specification's
 * SymmetricState with SHA-256. Owned by its handshake.
 */
final class SymmetricState {
  /** Exactly as long as a hash, so it is the first one itself. */
  private static final String NAME = "Noise_XX_25519_ChaChaPoly_SHA256";

  private byte[] chainingKey = NAME.getBytes(US_ASCII);
  private byte[] hash = chainingKey;
  private byte @Nullable [] key;
  private long counter;

  SymmetricState() {
    mixHash(new byte[0]); // the prologue, empty over TCP
  }

  void mixHash(byte[] data) {
    MessageDigest digest = sha256();
    digest.update(hash);
    hash = digest.digest(data);
  }

  void mixKey(byte[] secret) {
    byte[][] keys = expand(secret);
    chainingKey = keys[0];
    key = keys[1];
    counter = 0;
  }

  byte[] encryptAndHash(byte[] plaintext) throws GossipException {
    byte[] sent = plaintext;
    if (key != null) {
      sent = new byte[plaintext.length + CipherState.TAG_BYTES];
      CipherState cipher = CipherState.encrypting(key, counter++);
      cipher.apply(hash, plaintext, 0, plaintext.length, sent, 0);
    }
    mixHash(sent);
    return sent;
  }

  /**
   * @throws GossipException PROTOCOL
   */
  byte[] decryptAndHash(byte[] received) throws GossipException {
    byte[] plaintext = received;
    if (key != null) {
      if (received.length < CipherState.TAG_BYTES) {
        throw GossipException.malformed(
            "Noise: " + received.length + " bytes are too few for an encrypted part");
      }
      plaintext = new byte[received.length - CipherState.TAG_BYTES];
      CipherState cipher = CipherState.decrypting(key, counter++);
      cipher.apply(hash, received, 0, received.length, plaintext, 0);
    }
    mixHash(received);
    return plaintext;
  }

  /** The keys from the initiator to the responder, and back. */
  byte[][] split() {
    return expand(new byte[0]);
  }

  byte[] hash() {
    return hash.clone();
  }

  byte[] chainingKey() {
    return chainingKey.clone();
  }

  /** HKDF of the Noise specification with two outputs. */
  private byte[][] expand(byte[] secret) {
    byte[] temporary = hmac(chainingKey, secret);
    byte[] first = hmac(temporary, new byte[] {1});
    byte[] input = Arrays.copyOf(first, first.length + 1);
    input[first.length] = 2;
    return new byte[][] {first, hmac(temporary, input)};
  }

  private static byte[] hmac(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java runtime lacks HMAC-SHA256", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java runtime lacks SHA-256", e);
    }
  }
}
