package org.pando.registry.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.NameState;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.policy.BundleRules;
import org.pando.registry.policy.Validity;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.Certificate;
import org.pando.registry.record.Holder;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.KeyBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.RevokeItem;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Signer;
import org.pando.registry.record.Step;
import org.pando.registry.record.Vote;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.zone.Rr;
import org.pando.registry.zone.ZoneBody;

/**
 * The adversarial cases of the specification (section 16) that the join decides, and each order.
 */
final class JoinTest {
  private static final TestNetwork NET = Pool.NET;
  private static final Join JOIN = new Join(NET.id());
  private static final SignedOp<Op.TenureOp> CLAIM = NET.claim("blog");
  private static final CertItem<Op.TenureOp> TENURE = NET.certify(CLAIM);
  private static final Bytes TENURE_ID = CLAIM.opHash(NET.id());

  private static HumanBundle bundle(@Nullable ZoneItem zone, @Nullable RevokeItem revoke) {
    return new HumanBundle("blog", TENURE, null, zone, revoke);
  }

  private static HumanBundle begin(SignedOp<Op.TenureOp> signed) {
    return new HumanBundle("blog", NET.certify(signed), null, null, null);
  }

  private static ZoneItem zone(long seq, int content) {
    return NET.zone(TENURE_ID, seq, TestNetwork.body(content), TestKeys.OWNER);
  }

  private static void assertJoin(Bundle expected, Bundle a, Bundle b) {
    assertEquals(expected, JOIN.join(a, b));
    assertEquals(expected, JOIN.join(b, a));
  }

  @Test
  @Tag("case-15")
  void equalSeqHasOneWinnerAndDoesNotGrowTheState() {
    List<HumanBundle> variants = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      variants.add(bundle(zone(5, i), null));
    }
    Bundle joined = variants.getFirst();
    for (Bundle variant : variants) {
      joined = JOIN.join(joined, variant);
      assertEquals(variants.getFirst().encode().length(), joined.encode().length());
    }
    Bytes smallest =
        variants.stream().map(b -> itemId(b.zone())).min(Bytes::compareTo).orElseThrow();
    assertEquals(smallest, itemId(joined.zone()));
  }

  private static Bytes itemId(@Nullable ZoneItem zone) {
    return Objects.requireNonNull(zone).itemId();
  }

  @Test
  @Tag("case-16")
  void theLastSeqIsRecoveredFromByATransferToOneself() {
    HumanBundle bricked = bundle(zone(ZoneItem.MAX_SEQ, 1), null);
    assertJoin(bricked, bricked, bundle(zone(7, 2), null));
    SignedOp<Op.TenureOp> again = NET.transfer(CLAIM, TestKeys.RECOVERY, TestKeys.OWNER);
    ZoneItem first = NET.zone(again.opHash(NET.id()), 1, TestNetwork.body(3), TestKeys.OWNER);
    HumanBundle recovered = new HumanBundle("blog", NET.certify(again), null, first, null);
    assertJoin(recovered, recovered, bricked);
  }

  @Test
  @Tag("case-17")
  void threeZonesInAllOrders() {
    List<HumanBundle> three =
        List.of(bundle(zone(1, 1), null), bundle(zone(2, 2), null), bundle(zone(3, 3), null));
    Set<Bundle> results = new HashSet<>();
    for (int[] order :
        new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}) {
      results.add(
          JOIN.join(JOIN.join(three.get(order[0]), three.get(order[1])), three.get(order[2])));
    }
    assertEquals(Set.of(three.get(2)), results);
  }

  @Test
  @Tag("case-18")
  void aZoneOfTheOldTenureIsGoneAfterATransfer() {
    HumanBundle moved = begin(NET.transfer(CLAIM, TestKeys.OWNER, TestKeys.OWNER2));
    assertJoin(moved, moved, bundle(zone(ZoneItem.MAX_SEQ, 1), null));
  }

  @Test
  @Tag("case-19")
  void revokedStaysRevokedWhateverComesWhen() {
    RevokeItem revoke = NET.revoke(TENURE_ID, Signer.OWNER, TestKeys.OWNER);
    HumanBundle revoked = bundle(null, revoke);
    HumanBundle newer = bundle(zone(9, 1), null);
    HumanBundle both = bundle(zone(9, 1), revoke);
    assertJoin(both, revoked, newer);
    assertJoin(both, both, revoked);
    assertJoin(both, both, newer);
    assertEquals(NameState.FROZEN, both.state());
    RevokeItem other = NET.revoke(TENURE_ID, Signer.RECOVERY, TestKeys.RECOVERY);
    RevokeItem smaller = revoke.itemId().compareTo(other.itemId()) < 0 ? revoke : other;
    assertJoin(bundle(null, smaller), revoked, bundle(null, other));
  }

  @Test
  @Tag("case-42")
  void differentQuorumsForOneOperation() {
    CertItem<Op.TenureOp> a = NET.certify(CLAIM, 0, 0);
    CertItem<Op.TenureOp> b = NET.certify(CLAIM, 1, 0);
    CertItem<Op.TenureOp> smaller = a.itemId().compareTo(b.itemId()) < 0 ? a : b;
    assertJoin(
        new HumanBundle("blog", smaller, null, null, null),
        new HumanBundle("blog", a, null, null, null),
        new HumanBundle("blog", b, null, null, null));
  }

  /** A signer can make many signatures of one payload; the join does not ask which are good. */
  @Test
  @Tag("case-42")
  void differentSignaturesOfOneZone() {
    ZoneItem a = zone(1, 1);
    ZoneItem b = new ZoneItem(a.payload(), zone(2, 2).signature());
    ZoneItem smaller = a.itemId().compareTo(b.itemId()) < 0 ? a : b;
    assertJoin(bundle(smaller, null), bundle(a, null), bundle(b, null));
  }

  @Test
  @Tag("case-43")
  void aReleasedNameIsNotResurrected() {
    HumanBundle old = bundle(zone(9, 1), null);
    SignedOp<Op.TenureOp> release = NET.release(CLAIM, TestKeys.RECOVERY);
    HumanBundle released = begin(release);
    assertJoin(released, released, old);
    assertEquals(NameState.VACANT, released.state());
    HumanBundle reclaimed = begin(NET.reclaim(release, TestKeys.OWNER2));
    assertJoin(reclaimed, reclaimed, old);
    assertJoin(reclaimed, reclaimed, released);
    assertEquals(NameState.ACTIVE, reclaimed.state());
  }

  @Test
  @Tag("case-13")
  void aRenewalOfALapsedTenureIsGoneAfterTheClaimThatFollowed() {
    CertItem<Op.Renew> late = NET.certify(NET.renew(CLAIM, 1, Signer.OWNER, TestKeys.OWNER));
    HumanBundle claimed = begin(NET.reclaim(CLAIM, TestKeys.OWNER2));
    assertJoin(claimed, claimed, renewed(late));
  }

  @Test
  void twoTenuresOfOneNumberAreDecidedByOpHash() {
    SignedOp<Op.TenureOp> rival = NET.claim(Step.first("blog"), TestKeys.OWNER2);
    SignedOp<Op.TenureOp> winner = rival.opHash(NET.id()).compareTo(TENURE_ID) < 0 ? rival : CLAIM;
    assertJoin(begin(winner), begin(CLAIM), begin(rival));
  }

  @Test
  void theLaterRenewalWinsThenTheSmallerOpHash() {
    CertItem<Op.Renew> first = NET.certify(NET.renew(CLAIM, 1, Signer.OWNER, TestKeys.OWNER));
    CertItem<Op.Renew> rival = NET.certify(NET.renew(CLAIM, 1, Signer.RECOVERY, TestKeys.RECOVERY));
    CertItem<Op.Renew> later = NET.certify(NET.renew(CLAIM, 2, Signer.OWNER, TestKeys.OWNER));
    assertJoin(renewed(later), renewed(first), renewed(later));
    assertJoin(renewed(first), renewed(first), bundle(null, null));
    boolean firstWins = first.opHash(NET.id()).compareTo(rival.opHash(NET.id())) < 0;
    CertItem<Op.Renew> winner = firstWins ? first : rival;
    // Also when the winner's item has the larger id: some quorum and round gives it one.
    CertItem<Op.Renew> loser = firstWins ? rival : first;
    int round = 0;
    while (winner.itemId().compareTo(loser.itemId()) < 0) {
      winner = NET.certify(winner.signed(), 0, ++round);
    }
    assertJoin(renewed(winner), renewed(winner), renewed(loser));
  }

  private static HumanBundle renewed(CertItem<Op.Renew> renew) {
    return new HumanBundle("blog", TENURE, renew, null, null);
  }

  @Test
  void keyNames() {
    KeyBundle one = NET.keyBundle(TestKeys.OWNER, 1);
    KeyBundle two = NET.keyBundle(TestKeys.OWNER, 2);
    assertJoin(two, one, two);
    Bytes small = Bytes.fromHex("0000000000000001");
    Bytes large = Bytes.fromHex("ff00000000000000");
    assertJoin(stamped(one, small), stamped(one, small), stamped(one, large));
    assertTrue(one.key().endsWith(".key"));
    assertThrows(
        IllegalArgumentException.class, () -> JOIN.join(one, NET.keyBundle(TestKeys.OWNER2, 1)));
    assertThrows(IllegalArgumentException.class, () -> JOIN.join(one, bundle(null, null)));
    assertThrows(
        IllegalArgumentException.class, () -> JOIN.join(NET.bundle("shop", 1), bundle(null, null)));
  }

  private static KeyBundle stamped(KeyBundle bundle, Bytes stamp) {
    return new KeyBundle(bundle.publicKey(), bundle.zone(), null, stamp);
  }

  /**
   * Every part as large as it can be: ten witnesses, a TRANSFER, the longest label, a full body.
   */
  @Test
  @Tag("case-41")
  void theLargestBundlesJoinWithinTheLimit() throws Exception {
    TestNetwork ten = TestNetwork.of(10, "home.alt", 0);
    String name = "a".repeat(63);
    long g = 0xffff_fffeL;
    Step step = new Step(name, g, TestKeys.hash("prev"), g - 1);
    Op.Transfer op =
        new Op.Transfer(
            step,
            new Holder(TestKeys.OWNER.publicKey(), TestKeys.RECOVERY.publicKey(), true),
            TestNetwork.lease((1L << 40) - 40_000_000),
            TestNetwork.NONCE,
            TestKeys.OWNER2.publicKey());
    SignedOp<Op.Transfer> transfer = SignedOp.sign(op, TestKeys.OWNER2, TestKeys.OWNER, ten.id());
    SignedOp<Op.TenureOp> begin = new SignedOp<>(op, transfer.signatures());
    Bytes subject = begin.opHash(ten.id());
    Op.Renew renewOp =
        new Op.Renew(
            new Step(name, g + 1, subject, g - 1),
            TestNetwork.lease((1L << 40) - 40_000_000),
            Signer.RECOVERY,
            subject);
    SignedOp<Op.Renew> renew = SignedOp.sign(renewOp, TestKeys.RECOVERY, ten.id());
    HumanBundle certified =
        new HumanBundle(name, largest(ten, begin), largest(ten, renew), null, null);
    HumanBundle a =
        new HumanBundle(
            name,
            certified.tenure(),
            null,
            ten.zone(subject, ZoneItem.MAX_SEQ, fullBody(1), TestKeys.OWNER),
            ten.revoke(subject, Signer.OWNER, TestKeys.OWNER));
    HumanBundle b =
        new HumanBundle(
            name,
            certified.tenure(),
            certified.renew(),
            ten.zone(subject, ZoneItem.MAX_SEQ - 1, fullBody(2), TestKeys.OWNER),
            null);
    Bundle joined = new Join(ten.id()).join(a, b);
    assertTrue(joined.encode().length() > 3900, "only " + joined.encode().length() + " bytes");
    assertTrue(joined.encode().length() <= Bundle.MAX_SIZE);
    BundleRules rules = new BundleRules(ten.rules(), SignatureVerifier.PINNED);
    assertInstanceOf(Validity.Valid.class, rules.check(joined.encode()));
  }

  private static <O extends Op> CertItem<O> largest(TestNetwork net, SignedOp<O> signed) {
    Vote vote = Vote.on(signed, 0, 65_535, net.id());
    TreeMap<Integer, Bytes> signatures = new TreeMap<>();
    for (int i = 3; i < 10; i++) {
      signatures.put(i, vote.sign(SignedKind.COMMIT, net.witnesses().get(i), net.id()));
    }
    return new CertItem<>(signed, Certificate.of(vote, signatures));
  }

  /** 2048 octets. */
  private static ZoneBody fullBody(int content) throws Exception {
    List<Rr> rrs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      byte[] rdata = new byte[503];
      rdata[0] = (byte) i;
      rdata[1] = (byte) content;
      rrs.add(new Rr(Rr.APEX, 65_000, 60, Bytes.of(rdata)));
    }
    return ZoneBody.of(rrs);
  }
}
