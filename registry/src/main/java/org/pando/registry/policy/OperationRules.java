package org.pando.registry.policy;

import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.crypto.Domain;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.record.Config;
import org.pando.registry.record.Lease;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

/** Rules V6, V8 and V9: an operation on a name, certified or not. A pure function, any thread. */
public final class OperationRules {
  private final NetworkId network;
  private final SignatureVerifier verifier;

  public OperationRules(NetworkId network, SignatureVerifier verifier) {
    this.network = network;
    this.verifier = verifier;
  }

  /**
   * All three rules.
   *
   * @param tenure the operation that began the present tenure; null when there is none
   */
  public void check(
      SignedOp<? extends Op.NameOp> signed,
      @Nullable SignedOp<? extends Op.TenureOp> tenure,
      Config config)
      throws InvalidException {
    if (signed.op() instanceof Op.LeaseOp leasing) {
      checkLease(leasing, config);
    }
    switch (signed.op()) {
      case Op.Renew renew -> {
        if (tenure == null) {
          throw ofAnotherTenure(renew);
        }
        checkBelongs(renew, tenure.op(), tenure.opHash(network));
        checkRenewal(renew, signed.signatures().getFirst(), tenure.op());
      }
      case Op.TenureOp begin -> checkBegin(begin, signed);
    }
  }

  /** V9. */
  static void checkLease(Op.LeaseOp op, Config config) throws InvalidException {
    Lease lease = op.lease();
    long length = lease.until() - lease.at();
    if (length <= 0 || length > config.terms().lease()) {
      throw new InvalidException(
          Rule.V9,
          op.name(),
          "a lease of " + length + " seconds, it is 1 to " + config.terms().lease());
    }
  }

  /** V6. */
  void checkBegin(Op.TenureOp op, SignedOp<?> signed) throws InvalidException {
    Bytes first = signed.signatures().getFirst();
    boolean good =
        switch (op) {
          case Op.Claim claim -> verify(claim.holder().owner(), SignedKind.OP, op, first);
          case Op.Transfer transfer ->
              verify(transfer.by(), SignedKind.OP, op, first)
                  && verify(
                      transfer.holder().owner(),
                      SignedKind.ACCEPT,
                      op,
                      signed.signatures().getLast());
          case Op.Release release -> verify(release.by(), SignedKind.OP, op, first);
        };
    if (!good) {
      throw new InvalidException(
          Rule.V6, op.name(), "its tenure does not begin with the signatures it needs");
    }
  }

  /** V8, without its signature. */
  static void checkBelongs(Op.Renew renew, Op.TenureOp begin, Bytes tenureId)
      throws InvalidException {
    boolean belongs =
        renew.name().equals(begin.name())
            && renew.tenureId().equals(tenureId)
            && renew.step().tenure() == begin.step().tenure()
            && renew.g() > begin.g();
    if (!belongs) {
      throw ofAnotherTenure(renew);
    }
  }

  private static InvalidException ofAnotherTenure(Op.Renew renew) {
    return new InvalidException(Rule.V8, renew.name(), "its RENEW is one of another tenure");
  }

  /** The signature of V8. */
  void checkRenewal(Op.Renew op, Bytes signature, Op.TenureOp begin) throws InvalidException {
    PublicKey key = begin.holder() == null ? null : begin.holder().key(op.signer());
    if (key == null || !verify(key, SignedKind.OP, op, signature)) {
      throw new InvalidException(
          Rule.V8, op.name(), "its RENEW is not signed by the key that it names");
    }
  }

  private boolean verify(PublicKey key, SignedKind kind, Op op, Bytes signature) {
    return verifier.verify(key, Domain.message(kind, network, op.encode()), signature);
  }
}
