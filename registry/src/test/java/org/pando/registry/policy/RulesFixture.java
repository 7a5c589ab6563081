package org.pando.registry.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.RevokeItem;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.rule.Rule;

/** A network of four witnesses, a claimed name, and judgements of bundles made of it. */
abstract class RulesFixture {
  static final SigningKey OWNER = TestKeys.OWNER;

  static final SigningKey OWNER2 = TestKeys.OWNER2;

  static final SigningKey RECOVERY = TestKeys.RECOVERY;

  static final TestNetwork NET = TestNetwork.of(4, "home.alt", 0);

  final CountingVerifier verifier = new CountingVerifier();

  final BundleRules rules = new BundleRules(NET.rules(), verifier);

  final SignedOp<Op.TenureOp> claim = NET.claim("blog");

  final CertItem<Op.TenureOp> tenure = NET.certify(claim);

  final Bytes tenureId = claim.opHash(NET.id());

  void assertValid(Bundle bundle) {
    Validity validity = rules.check(bundle.encode());
    assertEquals(new Validity.Valid(bundle), validity);
  }

  void assertInvalid(Rule rule, Bundle bundle) {
    Validity.Invalid invalid =
        assertInstanceOf(Validity.Invalid.class, rules.check(bundle.encode()));
    assertEquals(rule, invalid.rule(), invalid.text());
    assertTrue(invalid.text().endsWith("(" + rule + ")"), invalid.text());
  }

  /** Invalid for a reason found before any signature is looked at. */
  void assertCheaplyInvalid(Rule rule, Bundle bundle) {
    verifier.calls();
    assertInvalid(rule, bundle);
    assertEquals(0, verifier.calls(), "signatures verified before the cheap rules");
  }

  HumanBundle bundle(
      CertItem<Op.TenureOp> tenure,
      @Nullable CertItem<Op.Renew> renew,
      @Nullable ZoneItem zone,
      @Nullable RevokeItem revoke) {
    return new HumanBundle("blog", tenure, renew, zone, revoke);
  }

  HumanBundle with(@Nullable ZoneItem zone, @Nullable RevokeItem revoke) {
    return bundle(tenure, null, zone, revoke);
  }

  static CertItem<Op.TenureOp> certified(SignedOp<? extends Op.TenureOp> signed) {
    return NET.certify(new SignedOp<Op.TenureOp>(signed.op(), signed.signatures()));
  }
}
