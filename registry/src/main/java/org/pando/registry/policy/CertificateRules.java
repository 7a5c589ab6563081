package org.pando.registry.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.crypto.Domain;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.Certificate;
import org.pando.registry.record.Config;
import org.pando.registry.record.Holder;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Lease;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Witness;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.RecordException;
import org.pando.registry.rule.Rule;
import org.pando.registry.rule.UnknownException;

/** Rules V6 and V8 to V11: the certified operations of a human name. */
final class CertificateRules {
  private final NetworkRules network;
  private final SignatureVerifier verifier;

  CertificateRules(NetworkRules network, SignatureVerifier verifier) {
    this.network = network;
    this.verifier = verifier;
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
    Config config = network.configs().get((int) certificate.epoch());
    if (item.op() instanceof Op.LeaseOp leasing) {
      checkLease(leasing, config);
    }
    boolean beyond = certificate.bitmap() >> config.witnesses().size() != 0;
    if (beyond || Integer.bitCount(certificate.bitmap()) != config.quorum()) {
      throw new InvalidException(
          Rule.V10,
          item.op().name(),
          "its certificate needs exactly "
              + config.quorum()
              + " of "
              + config.witnesses().size()
              + " witnesses");
    }
    if (certificate.epoch() < network.epoch()
        && !network.carried().contains(item.opHash(network.id()))) {
      throw new InvalidException(
          Rule.V11,
          item.op().name(),
          "decided in epoch " + certificate.epoch() + " and not taken over by the newest");
    }
  }

  private static void checkLease(Op.LeaseOp op, Config config) throws InvalidException {
    Lease lease = op.lease();
    long length = lease.until() - lease.at();
    if (length <= 0 || length > config.terms().lease()) {
      throw new InvalidException(
          Rule.V9,
          op.name(),
          "a lease of " + length + " seconds, it is 1 to " + config.terms().lease());
    }
  }

  /** V6 and the signatures of V10, for the operation that began the tenure. */
  void checkSigned(CertItem<Op.TenureOp> item) throws InvalidException {
    List<Bytes> signatures = item.signed().signatures();
    Op.TenureOp op = item.op();
    boolean good =
        switch (op) {
          case Op.Claim claim ->
              verify(claim.holder().owner(), SignedKind.OP, op, signatures.getFirst());
          case Op.Transfer transfer ->
              verify(transfer.by(), SignedKind.OP, op, signatures.getFirst())
                  && verify(transfer.holder().owner(), SignedKind.ACCEPT, op, signatures.getLast());
          case Op.Release release -> verify(release.by(), SignedKind.OP, op, signatures.getFirst());
        };
    if (!good) {
      throw new InvalidException(
          Rule.V6, op.name(), "its tenure does not begin with the signatures it needs");
    }
    checkQuorum(item.signed(), item.certificate());
  }

  /** The signature of V8 and those of V10. */
  void checkRenewal(CertItem<Op.Renew> item, Holder holder) throws InvalidException {
    Op.Renew op = item.op();
    @Nullable PublicKey key = holder.key(op.signer());
    if (key == null || !verify(key, SignedKind.OP, op, item.signed().signatures().getFirst())) {
      throw new InvalidException(
          Rule.V8, op.name(), "its RENEW is not signed by the key that it names");
    }
    checkQuorum(item.signed(), item.certificate());
  }

  /** V10: every signature in a certificate of the right form is good. */
  private void checkQuorum(SignedOp<?> signed, Certificate certificate) throws InvalidException {
    List<Witness> witnesses = network.configs().get((int) certificate.epoch()).witnesses();
    Bytes vote = certificate.voteOn(signed, signed.opHash(network.id())).encode();
    Bytes message = Domain.message(SignedKind.COMMIT, network.id(), vote);
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

  private boolean verify(PublicKey key, SignedKind kind, Op op, Bytes signature) {
    return verifier.verify(key, Domain.message(kind, network.id(), op.encode()), signature);
  }
}
