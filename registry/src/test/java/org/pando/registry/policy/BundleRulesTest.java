package org.pando.registry.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.crypto.Stamp;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.KeyBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.RevokeItem;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Signer;
import org.pando.registry.record.Step;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.rule.Rule;
import org.pando.registry.zone.Names;

/**
 * Rules V1 to V5 and V12 to V14 one by one (V15 to V17: {@code ZoneBodyTest}, {@code
 * RecordTypeTest}), and what is verified only once.
 */
final class BundleRulesTest extends RulesFixture {
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
  @Tag("I15")
  @Tag("case-39")
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
  @Tag("case-16")
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
