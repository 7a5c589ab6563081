package org.pando.registry.policy;

import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.Certificate;
import org.pando.registry.record.Config;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.RecordException;
import org.pando.registry.rule.Rule;
import org.pando.registry.rule.UnknownException;

/** Rules V6 and V8 to V11: the certified operations of a human name. */
final class CertificateRules {
  private final NetworkRules network;
  private final OperationRules operations;
  private final QuorumRules quorums;

  CertificateRules(NetworkRules network, SignatureVerifier verifier) {
    this.network = network;
    this.operations = new OperationRules(network.id(), verifier);
    this.quorums = new QuorumRules(network.id(), verifier);
  }

  /** V9, V11 and the form of V10; no cryptography. */
  void checkEpochs(HumanBundle bundle) throws RecordException {
    checkEpoch(bundle.tenure());
    CertItem<Op.Renew> renew = bundle.renew();
    if (renew != null) {
      checkEpoch(renew);
    }
  }

  private void checkEpoch(CertItem<? extends Op.NameOp> item) throws RecordException {
    Certificate certificate = item.certificate();
    if (certificate.epoch() > network.epoch()) {
      throw new UnknownException(
          item.op().name(),
          "decided in epoch "
              + certificate.epoch()
              + ", this node knows "
              + network.epoch()
              + "; fetch the newer configurations");
    }
    Config config = config(certificate);
    if (item.op() instanceof Op.LeaseOp leasing) {
      OperationRules.checkLease(leasing, config);
    }
    QuorumRules.checkForm(item.op().name(), certificate, config);
    if (certificate.epoch() < network.epoch()
        && !network.carried().contains(item.opHash(network.id()))) {
      throw new InvalidException(
          Rule.V11,
          item.op().name(),
          "decided in epoch " + certificate.epoch() + " and not taken over by the newest");
    }
  }

  /** V6 and the signatures of V10, for the operation that began the tenure. */
  void checkSigned(CertItem<Op.TenureOp> item) throws InvalidException {
    operations.checkBegin(item.op(), item.signed());
    checkQuorum(item);
  }

  /** The signature of V8 and those of V10. */
  void checkRenewal(CertItem<Op.Renew> item, Op.TenureOp begin) throws InvalidException {
    operations.checkRenewal(item.op(), item.signed().signatures().getFirst(), begin);
    checkQuorum(item);
  }

  private void checkQuorum(CertItem<?> item) throws InvalidException {
    Certificate certificate = item.certificate();
    quorums.checkSignatures(SignedKind.COMMIT, item.signed(), certificate, config(certificate));
  }

  private Config config(Certificate certificate) {
    return network.configs().get((int) certificate.epoch());
  }
}
