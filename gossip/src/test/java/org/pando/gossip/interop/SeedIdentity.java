package org.pando.gossip.interop;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.pando.gossip.Identity;

/** An identity whose seed the test knows. Any thread. */
final class SeedIdentity implements Identity {
  private final Ed25519PrivateKeyParameters secret;

  /**
   * @param seed 32 bytes
   */
  SeedIdentity(byte[] seed) {
    secret = new Ed25519PrivateKeyParameters(seed, 0);
  }

  @Override
  public byte[] publicKey() {
    return secret.generatePublicKey().getEncoded();
  }

  @Override
  public byte[] sign(byte[] message) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, secret);
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }
}
