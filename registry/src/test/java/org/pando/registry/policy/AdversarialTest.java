package org.pando.registry.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.cbor.CborWriter;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.Certificate;
import org.pando.registry.record.Config;
import org.pando.registry.record.Genesis;
import org.pando.registry.record.Holder;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.RevokeItem;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Signer;
import org.pando.registry.record.Step;
import org.pando.registry.record.Suffix;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

/** The adversarial cases of the specification (section 16) that validity decides. */
final class AdversarialTest {
  private static final TestNetwork NET = TestNetwork.of(4, "home.alt", 0);
  private static final BundleRules RULES = new BundleRules(NET.rules(), SignatureVerifier.PINNED);

  private final SignedOp<Op.TenureOp> claim = NET.claim("blog");
  private final CertItem<Op.TenureOp> tenure = NET.certify(claim);
  private final Bytes tenureId = claim.opHash(NET.id());

  private static void assertInvalid(Rule rule, Bundle bundle) {
    Validity.Invalid invalid =
        assertInstanceOf(Validity.Invalid.class, RULES.check(bundle.encode()));
    assertEquals(rule, invalid.rule(), invalid.text());
  }

  private static HumanBundle begin(SignedOp<Op.TenureOp> signed) {
    return new HumanBundle("blog", NET.certify(signed), null, null, null);
  }

  private HumanBundle with(@Nullable ZoneItem zone, @Nullable RevokeItem revoke) {
    return new HumanBundle("blog", tenure, null, zone, revoke);
  }

  @Test
  @Tag("case-12")
  @Tag("I10")
  void transferWithoutAcceptOrWithOneOfAnotherOperation() {
    SignedOp<Op.TenureOp> good = NET.transfer(claim, TestKeys.OWNER, TestKeys.OWNER2);
    SignedOp<Op.TenureOp> other =
        NET.transfer(
            NET.renew(claim, 1, Signer.OWNER, TestKeys.OWNER), TestKeys.OWNER, TestKeys.OWNER2);
    Bytes by = good.signatures().getFirst();
    assertInvalid(
        Rule.V6, begin(new SignedOp<>(good.op(), List.of(by, other.signatures().getLast()))));
    assertInvalid(Rule.V6, begin(new SignedOp<>(good.op(), List.of(by, Bytes.of(new byte[64])))));
    // One signature fewer is another form.
    Bytes payload = good.op().encode();
    String item = "82" + "58%02x".formatted(payload.length()) + payload + "5840" + by;
    String certificate = tenure.certificate().encode().toHex();
    String certItem =
        "82"
            + "59%04x".formatted(item.length() / 2)
            + item
            + "58%02x".formatted(certificate.length() / 2)
            + certificate;
    String bundle = "a300010164626c6f6702" + "59%04x".formatted(certItem.length() / 2) + certItem;
    Validity.Invalid invalid =
        assertInstanceOf(Validity.Invalid.class, RULES.check(Bytes.fromHex(bundle)));
    assertEquals(Rule.V2, invalid.rule(), invalid.text());
    assertEquals("signed operation: 1 signatures, the operation has 2 (V2)", invalid.text());
  }

  @Test
  @Tag("case-18")
  void zoneOfTheOldTenureInTheBundleOfTheNewOne() {
    ZoneItem old = NET.zone(tenureId, 9, TestNetwork.body(1), TestKeys.OWNER);
    for (SigningKey newOwner : List.of(TestKeys.OWNER2, TestKeys.OWNER)) {
      SignedOp<Op.TenureOp> transfer = NET.transfer(claim, TestKeys.OWNER, newOwner);
      assertInvalid(Rule.V12, new HumanBundle("blog", NET.certify(transfer), null, old, null));
    }
  }

  @Test
  @Tag("case-20")
  void revocationByAWrongRecoveryKeyOrByNone() {
    assertInvalid(Rule.V13, with(null, NET.revoke(tenureId, Signer.RECOVERY, TestKeys.OWNER2)));
    Op.Claim plain =
        new Op.Claim(
            Step.first("blog"),
            new Holder(TestKeys.OWNER.publicKey(), null, false),
            TestNetwork.lease(TestNetwork.NOW),
            TestNetwork.NONCE);
    SignedOp<Op.TenureOp> signed = SignedOp.sign(plain, TestKeys.OWNER, NET.id());
    RevokeItem revoke = NET.revoke(signed.opHash(NET.id()), Signer.RECOVERY, TestKeys.RECOVERY);
    assertInvalid(Rule.V13, new HumanBundle("blog", NET.certify(signed), null, null, revoke));
  }

  @Test
  @Tag("case-21")
  void bundlesAndItemsOfAnotherNetwork() {
    TestNetwork other =
        new TestNetwork(
            new Genesis(new Suffix("home.alt"), TestNetwork.NONCE, 0, NET.genesis().config()),
            NET.witnesses());
    assertFalse(other.id().equals(NET.id()));
    assertInvalid(
        Rule.V6, new HumanBundle("blog", other.certify(other.claim("blog")), null, null, null));
    assertInvalid(Rule.V10, new HumanBundle("blog", other.certify(claim), null, null, null));
    assertInvalid(
        Rule.V12, with(other.zone(tenureId, 1, TestNetwork.body(1), TestKeys.OWNER), null));
    assertInvalid(Rule.V13, with(null, other.revoke(tenureId, Signer.OWNER, TestKeys.OWNER)));
  }

  /** A signature of one kind is none of another, even over the very payload. */
  @Test
  @Tag("case-21")
  @Tag("I7")
  void aSignatureOfAnotherKind() {
    ZoneItem zone = NET.zone(tenureId, 1, TestNetwork.body(1), TestKeys.OWNER);
    RevokeItem revoke = NET.revoke(tenureId, Signer.OWNER, TestKeys.OWNER);
    for (SignedKind kind : SignedKind.values()) {
      if (kind != SignedKind.ZONE) {
        Bytes signature = TestKeys.OWNER.sign(kind, NET.id(), zone.payload().encode());
        assertInvalid(Rule.V12, with(new ZoneItem(zone.payload(), signature), null));
      }
      if (kind != SignedKind.REVOKE) {
        Bytes signature = TestKeys.OWNER.sign(kind, NET.id(), revoke.payload().encode());
        assertInvalid(Rule.V13, with(null, new RevokeItem(revoke.payload(), signature)));
      }
      if (kind != SignedKind.OP) {
        Bytes signature = TestKeys.OWNER.sign(kind, NET.id(), claim.op().encode());
        assertInvalid(Rule.V6, begin(new SignedOp<>(claim.op(), List.of(signature))));
      }
    }
  }

  @Test
  @Tag("case-25")
  void certificateOfAnotherRoundOrEpoch() {
    Certificate good = tenure.certificate();
    for (Certificate bad :
        List.of(
            new Certificate(0, 1, good.bitmap(), good.signatures()),
            new Certificate(0, 0, good.bitmap() << 1, good.signatures()))) {
      assertInvalid(
          Rule.V10, new HumanBundle("blog", new CertItem<>(claim, bad), null, null, null));
    }
    Certificate later = new Certificate(9, 0, good.bitmap(), good.signatures());
    HumanBundle bundle = new HumanBundle("blog", new CertItem<>(claim, later), null, null, null);
    assertInstanceOf(Validity.Unknown.class, RULES.check(bundle.encode()));
  }

  /** The network grew from one witness to four; whoever stole the old key gets nothing. */
  @Test
  @Tag("case-26")
  @Tag("case-46")
  void theKeyOfARetiredWitnessIsWorthless() {
    TestNetwork home = TestNetwork.home();
    HumanBundle carried = home.bundle("blog", 1);
    HumanBundle forged = home.bundle("shop", 1);
    Config four = TestNetwork.config(1, home.genesis().config().id(home.id()), 4);
    Bytes carriedHash = carried.tenure().opHash(home.id());
    BundleRules rules =
        new BundleRules(home.rules().adopt(four, Set.of(carriedHash)), SignatureVerifier.PINNED);
    assertInstanceOf(Validity.Valid.class, rules.check(carried.encode()));
    assertEquals(Rule.V11, invalid(rules.check(forged.encode())).rule());
    // Its votes do not pass for votes of the new epoch, in which it is the first of four.
    Certificate old = forged.tenure().certificate();
    SignedOp<Op.TenureOp> shop = forged.tenure().signed();
    Bytes vote = old.signatures().getFirst();
    for (Certificate relabelled :
        List.of(
            new Certificate(1, 0, 1, List.of(vote)),
            new Certificate(1, 0, 7, List.of(vote, vote, vote)))) {
      HumanBundle bundle =
          new HumanBundle("shop", new CertItem<>(shop, relabelled), null, null, null);
      assertEquals(Rule.V10, invalid(rules.check(bundle.encode())).rule());
    }
  }

  private static Validity.Invalid invalid(Validity validity) {
    return assertInstanceOf(Validity.Invalid.class, validity);
  }

  /** Every new witness accepts, in order, or it is no operation at all. */
  @Test
  @Tag("case-50")
  void aConfigurationThatAMemberDidNotAcceptHasNoForm() throws Exception {
    Config four = TestNetwork.config(1, NET.genesis().config().id(NET.id()), 4);
    Op.ConfigOp op = new Op.ConfigOp(1, NET.genesis().config().id(NET.id()), TestNetwork.NOW, four);
    List<Bytes> accepts =
        NET.witnesses().stream()
            .map(key -> key.sign(SignedKind.ACCEPT, NET.id(), op.encode()))
            .toList();
    SignedOp<Op.ConfigOp> whole = new SignedOp<>(op, accepts);
    assertEquals(whole, SignedOp.decode(whole.encode()));
    CborWriter three = new CborWriter().array(4).bytes(op.encode());
    accepts.subList(0, 3).forEach(three::bytes);
    InvalidException e =
        assertThrows(InvalidException.class, () -> SignedOp.decode(three.encode()));
    assertEquals("signed operation: 3 signatures, the operation has 4 (V2)", e.getMessage());
  }

  /** A network that asks for stamps stores no key name without one. */
  @Test
  @Tag("case-32")
  void keyNamesWithoutAStamp() {
    TestNetwork open = TestNetwork.of(1, "open.alt", 12);
    Admission admission = new Admission(open.rules(), SignatureVerifier.PINNED);
    Bytes bundle = open.keyBundle(TestKeys.OWNER, 1).encode();
    Decision.Refused refused =
        assertInstanceOf(Decision.Refused.class, admission.decide(bundle, key -> null));
    assertEquals(Rule.V14, assertInstanceOf(Validity.Invalid.class, refused.reason()).rule());
  }

  /** A RENEW has no field that could clear LOCK or name another key. */
  @Test
  @Tag("case-44")
  void aRenewalCarriesNoFlagsAndNoKeys() {
    Op renew = NET.renew(claim, 1, Signer.OWNER, TestKeys.OWNER).op();
    String hex = renew.encode().toHex();
    String more = hex.replaceFirst("^a8", "a9").replaceFirst("091a", "0800" + "091a");
    InvalidException e = assertThrows(InvalidException.class, () -> Op.decode(Bytes.fromHex(more)));
    assertEquals("operation, key 9: missing, key 8 is in its place (V2)", e.getMessage());
  }

  /** Times far off in either direction change no judgement. */
  @Test
  @Tag("case-37")
  @Tag("I14")
  void timesAreNotComparedWithAnyClock() {
    for (long at : new long[] {0, (1L << 40) - 1}) {
      ZoneItem zone =
          ZoneItem.sign(
              new ZoneItem.Payload(tenureId, 1, at, TestNetwork.body(1)), TestKeys.OWNER, NET.id());
      assertInstanceOf(Validity.Valid.class, RULES.check(with(zone, null).encode()));
    }
  }
}
