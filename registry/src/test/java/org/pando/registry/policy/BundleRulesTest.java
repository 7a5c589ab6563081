package org.pando.registry.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.crypto.Stamp;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.Certificate;
import org.pando.registry.record.Holder;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.KeyBundle;
import org.pando.registry.record.Lease;
import org.pando.registry.record.Op;
import org.pando.registry.record.RevokeItem;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Signer;
import org.pando.registry.record.Step;
import org.pando.registry.record.Vote;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.rule.Rule;
import org.pando.registry.zone.Names;

/** Rules V1 to V14 one by one (V15 to V17: {@code ZoneBodyTest}, {@code RecordTypeTest}). */
final class BundleRulesTest {
  private static final SigningKey OWNER = TestKeys.OWNER;
  private static final SigningKey OWNER2 = TestKeys.OWNER2;
  private static final SigningKey RECOVERY = TestKeys.RECOVERY;
  private static final TestNetwork NET = TestNetwork.of(4, "home.alt", 0);

  private final CountingVerifier verifier = new CountingVerifier();
  private final BundleRules rules = new BundleRules(NET.rules(), verifier);
  private final SignedOp<Op.TenureOp> claim = NET.claim("blog");
  private final CertItem<Op.TenureOp> tenure = NET.certify(claim);
  private final Bytes tenureId = claim.opHash(NET.id());

  private void assertValid(Bundle bundle) {
    Validity validity = rules.check(bundle.encode());
    assertEquals(new Validity.Valid(bundle), validity);
  }

  private void assertInvalid(Rule rule, Bundle bundle) {
    Validity.Invalid invalid =
        assertInstanceOf(Validity.Invalid.class, rules.check(bundle.encode()));
    assertEquals(rule, invalid.rule(), invalid.text());
    assertTrue(invalid.text().endsWith("(" + rule + ")"), invalid.text());
  }

  /** Invalid for a reason found before any signature is looked at. */
  private void assertCheaplyInvalid(Rule rule, Bundle bundle) {
    verifier.calls();
    assertInvalid(rule, bundle);
    assertEquals(0, verifier.calls(), "signatures verified before the cheap rules");
  }

  private HumanBundle bundle(
      CertItem<Op.TenureOp> tenure,
      @Nullable CertItem<Op.Renew> renew,
      @Nullable ZoneItem zone,
      @Nullable RevokeItem revoke) {
    return new HumanBundle("blog", tenure, renew, zone, revoke);
  }

  private HumanBundle with(@Nullable ZoneItem zone, @Nullable RevokeItem revoke) {
    return bundle(tenure, null, zone, revoke);
  }

  @Test
  void aWholeLifeIsValid() {
    assertValid(with(null, null));
    assertValid(NET.bundle("blog", 1));
    CertItem<Op.Renew> renew = NET.certify(NET.renew(claim, 1, Signer.OWNER, OWNER), 1, 3);
    ZoneItem zone = NET.zone(tenureId, 7, TestNetwork.body(1), OWNER);
    RevokeItem revoke = NET.revoke(tenureId, Signer.RECOVERY, RECOVERY);
    assertValid(bundle(tenure, renew, zone, revoke));
    assertValid(
        bundle(tenure, NET.certify(NET.renew(claim, 5, Signer.RECOVERY, RECOVERY)), null, null));
    SignedOp<Op.TenureOp> transfer = NET.transfer(claim, RECOVERY, OWNER2);
    assertValid(bundle(NET.certify(transfer), null, null, null));
    SignedOp<Op.TenureOp> release = NET.release(transfer, RECOVERY);
    assertValid(bundle(NET.certify(release), null, null, null));
    assertValid(bundle(NET.certify(NET.reclaim(release, OWNER)), null, null, null));
  }

  @Test
  void v1Size() {
    Validity.Invalid invalid =
        assertInstanceOf(
            Validity.Invalid.class, rules.check(Bytes.of(new byte[Bundle.MAX_SIZE + 1])));
    assertEquals("bundle: 4097 bytes, at most 4096 are allowed (V1)", invalid.text());
  }

  @Test
  void v2AHigherVersionIsUnknownAtEveryLevel() {
    String bundle = NET.bundle("blog", 1).encode().toHex();
    // The version is the first entry of the bundle, of the claim (ab) and of the zone (a5).
    for (String begin : List.of("a4000101", "ab000101", "a5000101")) {
      assertTrue(bundle.contains(begin), begin);
      String higher = bundle.replaceFirst(begin, begin.replaceFirst("0001", "0002"));
      Validity.Unknown unknown =
          assertInstanceOf(Validity.Unknown.class, rules.check(Bytes.fromHex(higher)));
      assertTrue(unknown.why().contains("version 2"), unknown.why());
    }
    Bytes kind7 = Bytes.fromHex(bundle.replaceFirst("ab00010101", "ab00010107"));
    assertEquals(Rule.V2, assertInstanceOf(Validity.Invalid.class, rules.check(kind7)).rule());
  }

  @Test
  void v3Label() {
    HumanBundle bundle = with(null, null);
    for (String name : List.of("BLOG", "key", "bl.g", "1234")) {
      assertCheaplyInvalid(Rule.V3, new HumanBundle(name, bundle.tenure(), null, null, null));
    }
  }

  @Test
  void v5TenureOfThisName() {
    assertCheaplyInvalid(Rule.V5, new HumanBundle("shop", tenure, null, null, null));
    SignedOp<Op.TenureOp> release = NET.release(claim, OWNER);
    Bytes subject = release.opHash(NET.id());
    assertCheaplyInvalid(
        Rule.V5,
        bundle(NET.certify(release), null, NET.zone(subject, 1, TestNetwork.body(1), OWNER), null));
    assertCheaplyInvalid(
        Rule.V5,
        bundle(NET.certify(release), null, null, NET.revoke(subject, Signer.OWNER, OWNER)));
  }

  /** A RENEW in key 2, a CLAIM in key 3: only bytes can say so. */
  @Test
  void v5AndV8KindsOfOperation() {
    String begin = field(2, tenure.encode());
    Bytes renew = NET.certify(NET.renew(claim, 1, Signer.OWNER, OWNER)).encode();
    String name = "a3000101" + "64626c6f67";
    assertEquals(bundle(tenure, null, null, null).encode().toHex(), name + begin);
    name = name.replaceFirst("a3", "a4");
    assertRule(Rule.V5, name + field(2, renew) + field(3, renew));
    assertRule(Rule.V8, name + begin + field(3, tenure.encode()));
  }

  /** A key and an item of 256 bytes or more as its value. */
  private static String field(int key, Bytes item) {
    return "%02x59%04x%s".formatted(key, item.length(), item);
  }

  private void assertRule(Rule rule, String hex) {
    Validity.Invalid invalid =
        assertInstanceOf(Validity.Invalid.class, rules.check(Bytes.fromHex(hex)));
    assertEquals(rule, invalid.rule(), invalid.text());
  }

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

  private static CertItem<Op.TenureOp> certified(SignedOp<? extends Op.TenureOp> signed) {
    return NET.certify(new SignedOp<Op.TenureOp>(signed.op(), signed.signatures()));
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

  @Test
  void v12Zone() {
    assertCheaplyInvalid(
        Rule.V12, with(NET.zone(TestKeys.hash("x"), 1, TestNetwork.body(1), OWNER), null));
    assertInvalid(Rule.V12, with(NET.zone(tenureId, 1, TestNetwork.body(1), RECOVERY), null));
    assertValid(with(NET.zone(tenureId, ZoneItem.MAX_SEQ, TestNetwork.body(1), OWNER), null));
    for (long seq : new long[] {0, ZoneItem.MAX_SEQ + 1}) {
      ZoneItem.Payload payload =
          new ZoneItem.Payload(tenureId, seq, TestNetwork.NOW, TestNetwork.body(1));
      Bytes signature = OWNER.sign(SignedKind.ZONE, NET.id(), payload.encode());
      assertCheaplyInvalid(Rule.V2, with(new ZoneItem(payload, signature), null));
    }
  }

  @Test
  void v13Revocation() {
    assertValid(with(null, NET.revoke(tenureId, Signer.OWNER, OWNER)));
    assertValid(with(null, NET.revoke(tenureId, Signer.RECOVERY, RECOVERY)));
    assertInvalid(Rule.V13, with(null, NET.revoke(tenureId, Signer.RECOVERY, OWNER)));
    assertInvalid(Rule.V13, with(null, NET.revoke(tenureId, Signer.OWNER, RECOVERY)));
    assertCheaplyInvalid(Rule.V13, with(null, NET.revoke(TestKeys.hash("x"), Signer.OWNER, OWNER)));
    KeyBundle key = NET.keyBundle(OWNER, 1);
    Bytes subject = KeyBundle.subject(OWNER.publicKey(), NET.id());
    assertValid(
        new KeyBundle(key.publicKey(), null, NET.revoke(subject, Signer.OWNER, OWNER), null));
    assertCheaplyInvalid(
        Rule.V13,
        new KeyBundle(key.publicKey(), null, NET.revoke(subject, Signer.RECOVERY, OWNER), null));
  }

  @Test
  void v14Stamps() {
    assertValid(NET.keyBundle(OWNER, 1));
    Bytes stamp = Bytes.of(new byte[Stamp.LENGTH]);
    assertCheaplyInvalid(Rule.V14, stamped(NET.keyBundle(OWNER, 1), stamp));

    TestNetwork open = TestNetwork.of(1, "home.alt", 3);
    BundleRules openRules = new BundleRules(open.rules(), verifier);
    Bytes subject = KeyBundle.subject(OWNER.publicKey(), open.id());
    List<Bytes> good = new ArrayList<>();
    List<Bytes> bad = new ArrayList<>();
    for (int i = 0; good.isEmpty() || bad.isEmpty(); i++) {
      Bytes candidate = Bytes.fromHex("%016x".formatted(i));
      (Stamp.isWorth(3, open.id(), subject, candidate) ? good : bad).add(candidate);
    }
    KeyBundle bundle = open.keyBundle(OWNER, 1);
    assertInstanceOf(
        Validity.Valid.class, openRules.check(stamped(bundle, good.getFirst()).encode()));
    for (KeyBundle refused : List.of(bundle, stamped(bundle, bad.getFirst()))) {
      Validity.Invalid invalid =
          assertInstanceOf(Validity.Invalid.class, openRules.check(refused.encode()));
      assertEquals(Rule.V14, invalid.rule());
    }
  }

  private static KeyBundle stamped(KeyBundle bundle, Bytes stamp) {
    return new KeyBundle(bundle.publicKey(), bundle.zone(), bundle.revoke(), stamp);
  }

  @Test
  void v15FullNamesOfAtMost255Octets() {
    String label = "a".repeat(63);
    // 5 octets of "blog" and 10 of "home.alt" leave 240 for the owner's labels.
    String fits = String.join(".", label, label, label, "a".repeat(47));
    assertValid(with(zoneOf(fits), null));
    assertCheaplyInvalid(Rule.V15, with(zoneOf(fits + "a"), null));
  }

  private ZoneItem zoneOf(String owner) {
    return NET.zone(tenureId, 1, TestNetwork.body(Names.a(owner, 1)), OWNER);
  }

  @Test
  void whatTheCurrentBundleHasIsNotVerifiedAgain() {
    CertItem<Op.Renew> renew = NET.certify(NET.renew(claim, 1, Signer.OWNER, OWNER));
    HumanBundle current = NET.withZone(bundle(tenure, renew, null, null), 1);
    HumanBundle update = NET.withZone(current, 2);
    assertEquals(new Validity.Valid(update), rules.check(update.encode()));
    assertEquals(9, verifier.calls(), "two operations, two quorums of 3, a zone");
    assertEquals(new Validity.Valid(update), rules.check(update.encode(), current));
    assertEquals(1, verifier.calls(), "an update costs one signature");
    HumanBundle other = NET.bundle("blog", 1);
    HumanBundle forged =
        bundle(NET.certify(SignedOp.sign(other.tenure().op(), OWNER2, NET.id())), null, null, null);
    assertInstanceOf(Validity.Invalid.class, rules.check(forged.encode(), current));
  }

  /** The judgement with a current bundle is the judgement without. */
  @Test
  void aCurrentBundleDoesNotChangeTheJudgement() {
    HumanBundle current = NET.bundle("blog", 1);
    List<Bundle> candidates =
        List.of(
            NET.bundle("blog", 2),
            with(NET.zone(tenureId, 2, TestNetwork.body(1), OWNER2), null),
            with(current.zone(), NET.revoke(tenureId, Signer.OWNER, OWNER2)),
            new HumanBundle(
                "blog",
                NET.certify(NET.claim(Step.first("blog"), OWNER2)),
                null,
                current.zone(),
                null),
            new HumanBundle(
                "blog", NET.certify(NET.transfer(claim, OWNER, OWNER2)), null, null, null),
            NET.keyBundle(OWNER, 1));
    for (Bundle candidate : candidates) {
      assertEquals(rules.check(candidate.encode()), rules.check(candidate.encode(), current));
    }
  }
}
