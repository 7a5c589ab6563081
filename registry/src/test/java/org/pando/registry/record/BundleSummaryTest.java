package org.pando.registry.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.NameState;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.rule.RecordException;
import org.pando.registry.zone.Rr;
import org.pando.registry.zone.ZoneBody;

/** What the light reading finds is what the full decoding finds. */
class BundleSummaryTest {
  private static final TestNetwork HOME = TestNetwork.home();
  private static final SignedOp<Op.TenureOp> CLAIM = HOME.claim("blog");
  private static final HumanBundle CLAIMED =
      new HumanBundle("blog", HOME.certify(CLAIM), null, null, null);
  private static final HumanBundle SERVED = HOME.bundle("blog", 7);

  private static BundleSummary summary(Bundle bundle) throws RecordException {
    return BundleSummary.read(bundle.encode());
  }

  private static void assertAgrees(Bundle bundle) throws RecordException {
    BundleSummary summary = summary(bundle);
    ZoneItem zone = bundle.zone();
    assertEquals(bundle.key(), summary.key());
    assertEquals(bundle.state(), summary.state());
    assertEquals(zone == null ? 0 : zone.seq(), summary.seq());
    assertEquals(zone == null ? Bytes.EMPTY : zone.body().encode(), summary.body());
  }

  private static HumanBundle bundle(SignedOp<Op.TenureOp> tenure) {
    return new HumanBundle("blog", HOME.certify(tenure), null, null, null);
  }

  @Test
  void ofAClaimedName() throws Exception {
    assertAgrees(CLAIMED);
    assertAgrees(SERVED);
    assertEquals(TestKeys.OWNER.publicKey().bytes(), summary(SERVED).owner());
    assertEquals(TestNetwork.lease(TestNetwork.NOW).until(), summary(SERVED).leaseUntil());
  }

  @Test
  void ofARenewedAndRevokedName() throws Exception {
    SignedOp<Op.Renew> renewal = HOME.renew(CLAIM, 1, Signer.OWNER, TestKeys.OWNER);
    HumanBundle bundle =
        new HumanBundle(
            "blog",
            SERVED.tenure(),
            HOME.certify(renewal),
            SERVED.zone(),
            HOME.revoke(CLAIM.opHash(HOME.id()), Signer.OWNER, TestKeys.OWNER));
    assertAgrees(bundle);
    assertEquals(NameState.FROZEN, summary(bundle).state());
    assertEquals(renewal.op().lease().until(), summary(bundle).leaseUntil());
  }

  @Test
  void ofATransferredName() throws Exception {
    HumanBundle bundle = bundle(HOME.transfer(CLAIM, TestKeys.OWNER, TestKeys.OWNER2));
    assertAgrees(bundle);
    assertEquals(TestKeys.OWNER2.publicKey().bytes(), summary(bundle).owner());
  }

  @Test
  void ofAReleasedName() throws Exception {
    HumanBundle bundle = bundle(HOME.release(CLAIM, TestKeys.OWNER));
    assertAgrees(bundle);
    assertEquals(NameState.VACANT, summary(bundle).state());
    assertNull(summary(bundle).owner());
    assertEquals(0, summary(bundle).leaseUntil());
  }

  @Test
  void ofAKeyName() throws Exception {
    KeyBundle served = HOME.keyBundle(TestKeys.OWNER, 3);
    Bytes subject = KeyBundle.subject(served.publicKey(), HOME.id());
    assertAgrees(served);
    assertEquals(TestKeys.OWNER.publicKey().bytes(), summary(served).owner());
    assertEquals(0, summary(served).leaseUntil());
    assertAgrees(
        new KeyBundle(
            served.publicKey(),
            null,
            HOME.revoke(subject, Signer.OWNER, TestKeys.OWNER),
            Bytes.of(new byte[8])));
  }

  @Test
  void ofTheLargestZone() throws Exception {
    ZoneBody body = TestNetwork.body(new Rr(Rr.APEX, 65280 - 1, 3600, Bytes.of(new byte[512])));
    Bytes subject = CLAIM.opHash(HOME.id());
    assertAgrees(
        new HumanBundle(
            "blog",
            SERVED.tenure(),
            null,
            HOME.zone(subject, ZoneItem.MAX_SEQ, body, TestKeys.OWNER),
            null));
  }

  /** Damaged bytes are refused or read as something else, and never end in another failure. */
  @Test
  void survivesAnyDamage() {
    int refused = 0;
    for (Bundle bundle : List.of(SERVED, HOME.keyBundle(TestKeys.OWNER, 3))) {
      byte[] good = bundle.encode().toArray();
      for (int at = 0; at < good.length; at++) {
        for (int bit = 1; bit < 0x100; bit <<= 1) {
          byte[] bad = good.clone();
          bad[at] ^= (byte) bit;
          refused += refuses(Bytes.of(bad)) ? 1 : 0;
        }
        refused += refuses(Bytes.of(good, 0, at)) ? 1 : 0;
      }
    }
    assertTrue(refused > 500, refused + " refused");
  }

  private static boolean refuses(Bytes bytes) {
    try {
      BundleSummary.read(bytes);
      return false;
    } catch (RecordException e) {
      return true;
    }
  }
}
