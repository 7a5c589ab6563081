package org.pando.registry.policy;

import java.util.List;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.crypto.Domain;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.record.Certificate;
import org.pando.registry.record.Config;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Witness;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

/** The signatures of a quorum of witnesses (V10). A pure function, any thread. */
public final class QuorumRules {
  private final NetworkId network;
  private final SignatureVerifier verifier;

  public QuorumRules(NetworkId network, SignatureVerifier verifier) {
    this.network = network;
    this.verifier = verifier;
  }

  /** As many signatures as there must be, of witnesses that there are; no cryptography. */
  static void checkForm(String name, Certificate certificate, Config config)
      throws InvalidException {
    boolean beyond = certificate.bitmap() >> config.witnesses().size() != 0;
    if (beyond || Integer.bitCount(certificate.bitmap()) != config.quorum()) {
      throw new InvalidException(
          Rule.V10,
          name,
          "its certificate needs exactly "
              + config.quorum()
              + " of "
              + config.witnesses().size()
              + " witnesses");
    }
  }

  /**
   * A whole quorum.
   *
   * @param kind commit for a certificate, prepare for a QC
   */
  public void check(SignedKind kind, SignedOp<?> signed, Certificate certificate, Config config)
      throws InvalidException {
    checkForm(signed.op().name(), certificate, config);
    checkSignatures(kind, signed, certificate, config);
  }

  /** Every signature in a certificate of the right form is good. */
  void checkSignatures(SignedKind kind, SignedOp<?> signed, Certificate certificate, Config config)
      throws InvalidException {
    List<Witness> witnesses = config.witnesses();
    Bytes vote = certificate.voteOn(signed, signed.opHash(network)).encode();
    Bytes message = Domain.message(kind, network, vote);
    int next = 0;
    for (int i = 0; i < witnesses.size(); i++) {
      if (((certificate.bitmap() >> i) & 1) == 0) {
        continue;
      }
      if (!verifier.verify(witnesses.get(i).key(), message, certificate.signatures().get(next))) {
        throw new InvalidException(
            Rule.V10, signed.op().name(), "witness " + i + " did not sign its certificate");
      }
      next++;
    }
  }
}
