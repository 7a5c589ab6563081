package org.pando.registry.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.RevokeItem;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Signer;
import org.pando.registry.record.Step;
import org.pando.registry.record.ZoneItem;

/**
 * Everything that may have been signed for one name, made from a seed: several tenures (two of one
 * number, as only faulty witnesses certify them), each operation certified by different quorums,
 * renewals, zones of equal seq, revocations by both keys. Bundles are drawn from it; all are valid.
 */
final class Pool {
  static final TestNetwork NET = TestNetwork.of(4, "home.alt", 0);

  private record Tenure(
      List<CertItem<Op.TenureOp>> begins,
      List<CertItem<Op.Renew>> renewals,
      List<ZoneItem> zones,
      List<RevokeItem> revocations) {}

  private final Random random;
  private final List<Tenure> tenures = new ArrayList<>();

  Pool(long seed) {
    this.random = new Random(seed);
    SignedOp<Op.TenureOp> claim = NET.claim("blog");
    SignedOp<Op.TenureOp> rival = NET.claim(Step.first("blog"), TestKeys.OWNER2);
    SignedOp<Op.TenureOp> transfer = NET.transfer(claim, TestKeys.OWNER, TestKeys.OWNER2);
    SignedOp<Op.TenureOp> release = NET.release(transfer, TestKeys.RECOVERY);
    tenures.add(tenure(claim, TestKeys.OWNER));
    tenures.add(tenure(rival, TestKeys.OWNER2));
    tenures.add(tenure(transfer, TestKeys.OWNER2));
    tenures.add(new Tenure(certified(release), List.of(), List.of(), List.of()));
    tenures.add(tenure(NET.reclaim(release, TestKeys.OWNER), TestKeys.OWNER));
  }

  private <O extends Op> List<CertItem<O>> certified(SignedOp<O> signed) {
    return List.of(NET.certify(signed, 0, 0), NET.certify(signed, 1, 0), NET.certify(signed, 2, 1));
  }

  private Tenure tenure(SignedOp<Op.TenureOp> begin, SigningKey owner) {
    Bytes subject = begin.opHash(NET.id());
    List<CertItem<Op.Renew>> renewals = new ArrayList<>();
    renewals.addAll(certified(NET.renew(begin, 1, Signer.OWNER, owner)));
    renewals.addAll(certified(NET.renew(begin, 1, Signer.RECOVERY, TestKeys.RECOVERY)));
    renewals.addAll(certified(NET.renew(begin, 2, Signer.OWNER, owner)));
    List<ZoneItem> zones = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      zones.add(
          NET.zone(subject, 1 + random.nextInt(3), TestNetwork.body(random.nextInt(99)), owner));
    }
    return new Tenure(
        certified(begin),
        renewals,
        zones,
        List.of(
            NET.revoke(subject, Signer.OWNER, owner),
            NET.revoke(subject, Signer.RECOVERY, TestKeys.RECOVERY)));
  }

  HumanBundle draw() {
    return draw(tenures.get(random.nextInt(tenures.size())));
  }

  /** Bundles of one tenure, where joins go component by component. */
  List<HumanBundle> drawOfOneTenure(int count) {
    Tenure tenure = tenures.getFirst();
    List<HumanBundle> bundles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bundles.add(draw(tenure));
    }
    return bundles;
  }

  List<HumanBundle> draw(int count) {
    List<HumanBundle> bundles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bundles.add(draw());
    }
    return bundles;
  }

  private HumanBundle draw(Tenure tenure) {
    return new HumanBundle(
        "blog",
        tenure.begins().get(random.nextInt(tenure.begins().size())),
        maybe(tenure.renewals()),
        maybe(tenure.zones()),
        maybe(tenure.revocations()));
  }

  private <T> @Nullable T maybe(List<T> items) {
    int index = random.nextInt(items.size() + 1);
    return index == items.size() ? null : items.get(index);
  }
}
