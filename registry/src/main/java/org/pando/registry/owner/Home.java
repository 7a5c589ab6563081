package org.pando.registry.owner;

import java.security.SecureRandom;
import java.util.List;
import org.pando.registry.Bytes;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.record.Config;
import org.pando.registry.record.Genesis;
import org.pando.registry.record.Suffix;
import org.pando.registry.record.Terms;
import org.pando.registry.record.Witness;

/** The network that a new node founds. */
final class Home {
  private static final String SUFFIX = "home.alt";
  private static final int NONCE = 16;

  private Home() {}

  /** Its genesis, with the node itself as the only witness. */
  static Genesis genesis(SigningKey witness, SigningKey node, SecureRandom random) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    Witness only = new Witness(witness.publicKey(), node.publicKey(), "home");
    Config config = new Config(0, null, List.of(only), Terms.CLOSED);
    return new Genesis(new Suffix(SUFFIX), Bytes.of(nonce), 0, config);
  }
}
