package org.pando.registry.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.Config;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Signer;
import org.pando.registry.rule.Rule;

final class AdmissionTest {
  private static final TestNetwork NET = TestNetwork.home();

  private final CountingVerifier verifier = new CountingVerifier();
  private final Admission admission = new Admission(NET.rules(), verifier);
  private final Map<String, Bundle> held = new HashMap<>();

  private Decision offer(Bundle bundle) {
    verifier.calls();
    Decision decision = admission.decide(bundle.encode(), held::get);
    if (decision instanceof Decision.Changed changed) {
      held.put(changed.joined().key(), changed.joined());
    }
    return decision;
  }

  @Test
  void aNewNameIsVerifiedWhole() {
    HumanBundle bundle = NET.bundle("blog", 1);
    assertEquals(new Decision.Changed(bundle), offer(bundle));
    assertEquals(3, verifier.calls());
  }

  @Test
  void whatIsHeldCostsNoSignature() {
    Decision first = offer(NET.bundle("blog", 2));
    assertInstanceOf(Decision.Changed.class, first);
    for (long seq = 1; seq <= 2; seq++) {
      assertEquals(new Decision.Unchanged(), offer(NET.bundle("blog", seq)));
      assertEquals(0, verifier.calls());
    }
  }

  @Test
  void anUpdateCostsOneSignature() {
    Decision first = offer(NET.bundle("blog", 1));
    assertInstanceOf(Decision.Changed.class, first);
    HumanBundle update = NET.bundle("blog", 2);
    assertEquals(new Decision.Changed(update), offer(update));
    assertEquals(1, verifier.calls());
  }

  @Test
  void theDecisionHoldsTheJoinNotTheCandidate() {
    HumanBundle newer = NET.bundle("blog", 2);
    HumanBundle revoked =
        new HumanBundle(
            "blog",
            newer.tenure(),
            null,
            null,
            NET.revoke(newer.tenure().opHash(NET.id()), Signer.OWNER, TestKeys.OWNER));
    Decision first = offer(newer);
    assertInstanceOf(Decision.Changed.class, first);
    assertEquals(
        new Decision.Changed(
            new HumanBundle("blog", newer.tenure(), null, newer.zone(), revoked.revoke())),
        offer(revoked));
  }

  private Verified verified(Bundle bundle) {
    Verified verified =
        assertInstanceOf(Verified.class, admission.examine(bundle.encode(), held::get));
    assertTrue(verifier.calls() > 0);
    return verified;
  }

  @Test
  void whatIsVerifiedIsJoinedWithWhateverIsHeldByThen() {
    HumanBundle old = NET.bundle("blog", 1);
    HumanBundle newer = NET.bundle("blog", 2);
    Verified first = verified(old);
    Verified second = verified(newer);
    assertEquals(new Decision.Changed(newer), admission.decide(second, null));
    assertEquals(new Decision.Changed(newer), admission.decide(second, old));
    assertEquals(new Decision.Unchanged(), admission.decide(second, newer));
    assertEquals(new Decision.Unchanged(), admission.decide(first, newer));
    assertEquals(0, verifier.calls());
  }

  @Test
  void aProofHoldsUnderItsOwnRulesOnly() {
    Verified proof = verified(NET.bundle("blog", 1));
    Config next = TestNetwork.config(1, NET.genesis().config().id(NET.id()), 1);
    Admission later = new Admission(NET.rules().adopt(next, Set.of()), verifier);
    Decision.Refused refused = assertInstanceOf(Decision.Refused.class, later.decide(proof, null));
    assertEquals(Rule.V11, assertInstanceOf(Validity.Invalid.class, refused.reason()).rule());
  }

  @Test
  void invalidAndUnknownBundlesAreRefused() {
    HumanBundle good = NET.bundle("blog", 1);
    HumanBundle forged =
        new HumanBundle(
            "blog",
            good.tenure(),
            null,
            NET.zone(good.tenure().opHash(NET.id()), 9, TestNetwork.body(9), TestKeys.OWNER2),
            null);
    Decision.Refused refused = assertInstanceOf(Decision.Refused.class, offer(forged));
    assertEquals(Rule.V12, assertInstanceOf(Validity.Invalid.class, refused.reason()).rule());
    Bytes v2 = Bytes.fromHex("a1" + "0002");
    Decision.Refused unknown =
        assertInstanceOf(Decision.Refused.class, admission.decide(v2, held::get));
    assertInstanceOf(Validity.Unknown.class, unknown.reason());
  }
}
