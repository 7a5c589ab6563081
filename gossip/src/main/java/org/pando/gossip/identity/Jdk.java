package org.pando.gossip.identity;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.pando.gossip.GossipException;

/** What the JDK's providers do of it. */
final class Jdk {
  static final ECParameterSpec P256 = p256();

  private Jdk() {}

  private static ECParameterSpec p256() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  static byte[] sha256(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * The key of a SubjectPublicKeyInfo (RFC 5280) in the encoding that the JDK itself would write.
   *
   * @throws GossipException MALFORMED
   */
  static <K extends java.security.PublicKey> K key(String algorithm, Class<K> type, byte[] der)
      throws GossipException {
    try {
      K key =
          type.cast(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der)));
      if (Arrays.equals(key.getEncoded(), der)) {
        return key;
      }
      throw GossipException.malformed("a key of " + algorithm + " is not DER");
    } catch (InvalidKeySpecException e) {
      throw new GossipException(
          GossipException.Kind.MALFORMED, "a key of " + algorithm + " does not decode", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  static Verifier verifier(String algorithm, java.security.PublicKey key) {
    return (message, bytes) -> {
      try {
        Signature signature = Signature.getInstance(algorithm);
        signature.initVerify(key);
        signature.update(message);
        return signature.verify(bytes);
      } catch (SignatureException e) {
        return false;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has " + algorithm, e);
      }
    };
  }
}
