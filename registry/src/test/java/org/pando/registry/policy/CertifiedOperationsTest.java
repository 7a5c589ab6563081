package org.pando.registry.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.Certificate;
import org.pando.registry.record.Holder;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Lease;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Signer;
import org.pando.registry.record.Step;
import org.pando.registry.record.Vote;
import org.pando.registry.rule.Rule;

/** Rules V6 to V11 one by one: operations, leases, certificates. */
final class CertifiedOperationsTest extends RulesFixture {
  @Test
  void v6Signatures() {
    Op.Claim op = (Op.Claim) claim.op();
    assertInvalid(
        Rule.V6, bundle(certified(SignedOp.sign(op, OWNER2, NET.id())), null, null, null));
    SignedOp<Op.TenureOp> transfer = NET.transfer(claim, OWNER, OWNER2);
    Bytes by = transfer.signatures().getFirst();
    Bytes accept = transfer.signatures().getLast();
    for (List<Bytes> signatures :
        List.of(List.of(accept, by), List.of(by, by), List.of(accept, accept))) {
      assertInvalid(
          Rule.V6,
          bundle(NET.certify(new SignedOp<>(transfer.op(), signatures)), null, null, null));
    }
    Op.Release release = (Op.Release) NET.release(claim, OWNER).op();
    assertInvalid(
        Rule.V6, bundle(certified(SignedOp.sign(release, OWNER2, NET.id())), null, null, null));
  }

  @Test
  void v7Numbers() {
    Bytes hash = TestKeys.hash("prev");
    List<Step> bad =
        List.of(
            new Step("blog", 0, null, 1),
            new Step("blog", 0, hash, 0),
            new Step("blog", 1, null, 1),
            new Step("blog", 1, hash, 2));
    Op.Claim good = (Op.Claim) claim.op();
    for (Step step : bad) {
      Op.Claim op = new Op.Claim(step, good.holder(), good.lease(), good.nonce());
      assertCheaplyInvalid(
          Rule.V7, bundle(certified(new SignedOp<>(op, claim.signatures())), null, null, null));
    }
    Op.Release release =
        new Op.Release(new Step("blog", 3, hash, 0), TestNetwork.NOW, OWNER.publicKey());
    assertCheaplyInvalid(
        Rule.V7, bundle(certified(new SignedOp<>(release, claim.signatures())), null, null, null));
  }

  @Test
  void v8Renewal() {
    SignedOp<Op.TenureOp> other = NET.claim(Step.first("blog"), OWNER2);
    assertCheaplyInvalid(
        Rule.V8,
        bundle(tenure, NET.certify(NET.renew(other, 1, Signer.OWNER, OWNER2)), null, null));
    assertCheaplyInvalid(
        Rule.V8, bundle(tenure, renewed(new Step("blog", 2, tenureId, 1)), null, null));
    assertCheaplyInvalid(
        Rule.V8, bundle(tenure, renewed(new Step("shop", 1, tenureId, 0)), null, null));
    assertInvalid(
        Rule.V8,
        bundle(tenure, NET.certify(NET.renew(claim, 1, Signer.OWNER, RECOVERY)), null, null));
    assertInvalid(
        Rule.V8,
        bundle(tenure, NET.certify(NET.renew(claim, 1, Signer.RECOVERY, OWNER)), null, null));
  }

  @Test
  void v8RenewalOfALaterTenureNeedsALaterNumber() {
    SignedOp<Op.TenureOp> transfer = NET.transfer(claim, OWNER, OWNER2);
    Op.Renew same =
        new Op.Renew(
            new Step("blog", 1, tenureId, 1),
            TestNetwork.lease(TestNetwork.NOW),
            Signer.OWNER,
            transfer.opHash(NET.id()));
    assertCheaplyInvalid(
        Rule.V8,
        bundle(
            NET.certify(transfer), NET.certify(SignedOp.sign(same, OWNER2, NET.id())), null, null));
  }

  private CertItem<Op.Renew> renewed(Step step) {
    return NET.certify(
        SignedOp.sign(
            new Op.Renew(step, TestNetwork.lease(TestNetwork.NOW), Signer.OWNER, tenureId),
            OWNER,
            NET.id()));
  }

  @Test
  void v8ThereMustBeARecoveryKeyToRenewWith() {
    Op.Claim op =
        new Op.Claim(
            Step.first("blog"),
            new Holder(OWNER.publicKey(), null, false),
            TestNetwork.lease(TestNetwork.NOW),
            TestNetwork.NONCE);
    CertItem<Op.TenureOp> plain = certified(SignedOp.sign(op, OWNER, NET.id()));
    assertInvalid(
        Rule.V8,
        bundle(
            plain,
            NET.certify(NET.renew(plain.signed(), 1, Signer.RECOVERY, RECOVERY)),
            null,
            null));
  }

  @Test
  void v9Leases() {
    long now = TestNetwork.NOW;
    long lease = NET.genesis().config().terms().lease();
    assertValid(bundle(leased(new Lease(now, now + 1)), null, null, null));
    assertValid(bundle(leased(new Lease(now, now + lease)), null, null, null));
    assertCheaplyInvalid(Rule.V9, bundle(leased(new Lease(now, now)), null, null, null));
    assertCheaplyInvalid(Rule.V9, bundle(leased(new Lease(now, now - 1)), null, null, null));
    assertCheaplyInvalid(
        Rule.V9, bundle(leased(new Lease(now, now + lease + 1)), null, null, null));
    Op.Renew renew =
        new Op.Renew(new Step("blog", 1, tenureId, 0), new Lease(now, now), Signer.OWNER, tenureId);
    assertCheaplyInvalid(
        Rule.V9, bundle(tenure, NET.certify(SignedOp.sign(renew, OWNER, NET.id())), null, null));
  }

  private CertItem<Op.TenureOp> leased(Lease lease) {
    Op.Claim op = (Op.Claim) claim.op();
    return certified(
        SignedOp.sign(new Op.Claim(op.step(), op.holder(), lease, op.nonce()), OWNER, NET.id()));
  }

  @Test
  @Tag("case-25")
  void v10Certificates() {
    Vote vote = Vote.on(claim, 0, 0, NET.id());
    Bytes w0 = vote.sign(SignedKind.COMMIT, NET.witnesses().get(0), NET.id());
    Bytes w1 = vote.sign(SignedKind.COMMIT, NET.witnesses().get(1), NET.id());
    Bytes w2 = vote.sign(SignedKind.COMMIT, NET.witnesses().get(2), NET.id());
    Bytes w3 = vote.sign(SignedKind.COMMIT, NET.witnesses().get(3), NET.id());
    assertValid(certifiedBy(Certificate.of(vote, Map.of(0, w0, 1, w1, 3, w3))));
    assertCheaplyInvalid(Rule.V10, certifiedBy(Certificate.of(vote, Map.of(0, w0, 1, w1))));
    assertCheaplyInvalid(
        Rule.V10, certifiedBy(Certificate.of(vote, Map.of(0, w0, 1, w1, 2, w2, 3, w3))));
    assertCheaplyInvalid(Rule.V10, certifiedBy(Certificate.of(vote, Map.of(0, w0, 1, w1, 4, w2))));
    assertInvalid(Rule.V10, certifiedBy(Certificate.of(vote, Map.of(0, w0, 1, w1, 2, w1))));
    assertInvalid(Rule.V10, certifiedBy(Certificate.of(vote, Map.of(0, w1, 1, w0, 2, w2))));
    assertInvalid(Rule.V10, certifiedBy(new Certificate(0, 1, 7, List.of(w0, w1, w2))));
    assertCheaplyInvalid(Rule.V10, certifiedBy(new Certificate(0, 0, 7, List.of(w0, w1))));
    Bytes prepare = vote.sign(SignedKind.PREPARE, NET.witnesses().get(2), NET.id());
    assertInvalid(Rule.V10, certifiedBy(Certificate.of(vote, Map.of(0, w0, 1, w1, 2, prepare))));
  }

  private HumanBundle certifiedBy(Certificate certificate) {
    return bundle(new CertItem<>(claim, certificate), null, null, null);
  }

  @Test
  void v10OfARenewal() {
    SignedOp<Op.Renew> renew = NET.renew(claim, 1, Signer.OWNER, OWNER);
    Certificate ofClaim = tenure.certificate();
    assertInvalid(Rule.V10, bundle(tenure, new CertItem<>(renew, ofClaim), null, null));
  }

  @Test
  @Tag("case-26")
  void v11EpochsNotKnownYetAndRetiredOnes() {
    Certificate good = tenure.certificate();
    Certificate later = new Certificate(1, 0, good.bitmap(), good.signatures());
    Validity.Unknown unknown =
        assertInstanceOf(Validity.Unknown.class, rules.check(certifiedBy(later).encode()));
    assertEquals(
        "blog: decided in epoch 1, this node knows 0; fetch the newer configurations",
        unknown.why());

    NetworkRules next =
        NET.rules()
            .adopt(TestNetwork.config(1, NET.genesis().config().id(NET.id()), 7), Set.of(tenureId));
    BundleRules nextRules = new BundleRules(next, verifier);
    assertInstanceOf(Validity.Valid.class, nextRules.check(with(null, null).encode()));
    HumanBundle forged =
        bundle(NET.certify(NET.claim(Step.first("blog"), OWNER2)), null, null, null);
    assertInstanceOf(Validity.Valid.class, rules.check(forged.encode()));
    Validity.Invalid invalid =
        assertInstanceOf(Validity.Invalid.class, nextRules.check(forged.encode()));
    assertEquals(Rule.V11, invalid.rule());
    HumanBundle lateRenewal =
        bundle(tenure, NET.certify(NET.renew(claim, 1, Signer.OWNER, OWNER)), null, null);
    assertEquals(
        Rule.V11,
        assertInstanceOf(Validity.Invalid.class, nextRules.check(lateRenewal.encode())).rule());
  }
}
