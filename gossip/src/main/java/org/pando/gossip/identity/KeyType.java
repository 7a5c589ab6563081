package org.pando.gossip.identity;

import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.pando.gossip.GossipException;

/**
 * The kinds of keys that libp2p knows, and how each verifies (peer-ids specification). This node's
 * own is always Ed25519.
 */
public enum KeyType {
  /** PKIX DER; PKCS #1 v1.5 with SHA-256. */
  RSA(0) {
    @Override
    Verifier verifier(byte[] data) throws GossipException {
      RSAPublicKey key = Jdk.key("RSA", RSAPublicKey.class, data);
      int bits = key.getModulus().bitLength();
      if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
        throw GossipException.protocol(
            "an RSA key of " + bits + " bits; allowed are " + MIN_RSA_BITS + " to " + MAX_RSA_BITS);
      }
      if (key.getPublicExponent().bitLength() > MAX_RSA_EXPONENT_BITS) {
        throw GossipException.protocol(
            "an RSA key whose exponent has more than " + MAX_RSA_EXPONENT_BITS + " bits");
      }
      return Jdk.verifier("SHA256withRSA", key);
    }
  },
  /** 32 bytes (RFC 8032). Bouncy Castle's verifier: the JDK's takes forgeries of weak keys. */
  ED25519(1) {
    @Override
    Verifier verifier(byte[] data) throws GossipException {
      if (data.length != Ed25519.PUBLIC_KEY_SIZE) {
        throw GossipException.malformed("an Ed25519 key of " + data.length + " bytes, not 32");
      }
      if (!Ed25519.validatePublicKeyPartial(data, 0)) {
        throw GossipException.protocol(
            "an Ed25519 key is no point of the curve or one of small order");
      }
      return (message, signature) ->
          signature.length == Ed25519.SIGNATURE_SIZE
              && Ed25519.verify(signature, 0, data, 0, message, 0, message.length);
    }
  },
  /** A compressed point of 33 bytes; ECDSA in DER over SHA-256. */
  SECP256K1(2) {
    @Override
    Verifier verifier(byte[] data) throws GossipException {
      X9ECParameters curve = CustomNamedCurves.getByName("secp256k1");
      if (data.length != SECP256K1_BYTES) {
        throw GossipException.malformed("a secp256k1 key of " + data.length + " bytes, not 33");
      }
      try {
        ECPublicKeyParameters key =
            new ECPublicKeyParameters(
                curve.getCurve().decodePoint(data), new ECDomainParameters(curve));
        return (message, signature) -> verifySecp256k1(key, message, signature);
      } catch (IllegalArgumentException e) {
        throw new GossipException(
            GossipException.Kind.MALFORMED, "a secp256k1 key is no point of the curve", e);
      }
    }
  },
  /** PKIX DER of a key of P-256; DER signatures over SHA-256. */
  ECDSA(3) {
    @Override
    Verifier verifier(byte[] data) throws GossipException {
      ECPublicKey key = Jdk.key("EC", ECPublicKey.class, data);
      if (!key.getParams().equals(Jdk.P256)) {
        throw GossipException.protocol("an ECDSA key is of another curve than P-256");
      }
      return Jdk.verifier("SHA256withECDSA", key);
    }
  };

  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 8192;
  private static final int MAX_RSA_EXPONENT_BITS = 32;
  private static final int SECP256K1_BYTES = 33;

  private final int code;

  KeyType(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static KeyType of(long code) throws GossipException {
    for (KeyType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw GossipException.malformed("a public key of type " + code + ", not known");
  }

  /**
   * @param data the key as in the protobuf
   * @throws GossipException MALFORMED, or PROTOCOL when such a key is not taken
   */
  abstract Verifier verifier(byte[] data) throws GossipException;

  private static boolean verifySecp256k1(
      ECPublicKeyParameters key, byte[] message, byte[] signature) {
    BigInteger[] numbers;
    try {
      numbers = StandardDSAEncoding.INSTANCE.decode(key.getParameters().getN(), signature);
    } catch (java.io.IOException | IllegalArgumentException e) {
      return false;
    }
    ECDSASigner signer = new ECDSASigner();
    signer.init(false, key);
    return signer.verifySignature(Jdk.sha256(message), numbers[0], numbers[1]);
  }
}
