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
import org.pando.registry.record.Certificate;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.KeyBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.RevokeItem;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Signer;
import org.pando.registry.record.Step;
import org.pando.registry.record.ZoneItem;

/**
 * Everything that may have been signed for one name, made from a seed: several tenures (two of one
 * number, as only faulty witnesses certify them), each operation certified by different quorums,
 * renewals, zones of equal seq, revocations by both keys; and zones and revocations of a key name.
 * Bundles are drawn from it; all are valid.
 */
public final class Pool {
  public static final TestNetwork NET = TestNetwork.of(4, "home.alt", 0);

  private record Tenure(
      List<CertItem<Op.TenureOp>> begins,
      List<CertItem<Op.Renew>> renewals,
      List<ZoneItem> zones,
      List<RevokeItem> revocations) {}

  private final Random random;
  private final boolean twins;
  private final List<Tenure> tenures = new ArrayList<>();
  private final List<ZoneItem> keyZones;
  private final List<RevokeItem> keyRevocations;

  public Pool(long seed) {
    this(seed, false);
  }

  /** A pool in which payloads also stand with a second signature, which is not a good one. */
  static Pool withTwins(long seed) {
    return new Pool(seed, true);
  }

  private Pool(long seed, boolean twins) {
    this.random = new Random(seed);
    this.twins = twins;
    SignedOp<Op.TenureOp> claim = NET.claim("blog");
    SignedOp<Op.TenureOp> rival = NET.claim(Step.first("blog"), TestKeys.OWNER2);
    SignedOp<Op.TenureOp> transfer = NET.transfer(claim, TestKeys.OWNER, TestKeys.OWNER2);
    SignedOp<Op.TenureOp> release = NET.release(transfer, TestKeys.RECOVERY);
    tenures.add(tenure(claim, TestKeys.OWNER));
    tenures.add(tenure(rival, TestKeys.OWNER2));
    tenures.add(tenure(transfer, TestKeys.OWNER2));
    tenures.add(new Tenure(certified(release), List.of(), List.of(), List.of()));
    tenures.add(tenure(NET.reclaim(release, TestKeys.OWNER), TestKeys.OWNER));
    Bytes subject = KeyBundle.subject(TestKeys.OWNER.publicKey(), NET.id());
    keyZones = zones(subject, TestKeys.OWNER);
    keyRevocations = List.of(NET.revoke(subject, Signer.OWNER, TestKeys.OWNER));
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
    return new Tenure(
        certified(begin),
        renewals,
        zones(subject, owner),
        List.of(
            NET.revoke(subject, Signer.OWNER, owner),
            NET.revoke(subject, Signer.RECOVERY, TestKeys.RECOVERY)));
  }

  /** Six zones of three sequence numbers. */
  private List<ZoneItem> zones(Bytes subject, SigningKey owner) {
    List<ZoneItem> zones = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ZoneItem zone =
          NET.zone(subject, 1 + random.nextInt(3), TestNetwork.body(random.nextInt(99)), owner);
      zones.add(zone);
      if (twins) {
        zones.add(new ZoneItem(zone.payload(), TestKeys.noSignature("twin " + i)));
      }
    }
    return zones;
  }

  public HumanBundle draw() {
    return draw(tenures.get(random.nextInt(tenures.size())));
  }

  /** Bundles of one tenure, where joins go component by component. */
  public List<HumanBundle> drawOfOneTenure(int count) {
    Tenure tenure = tenures.getFirst();
    List<HumanBundle> bundles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bundles.add(draw(tenure));
    }
    return bundles;
  }

  public List<HumanBundle> draw(int count) {
    List<HumanBundle> bundles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bundles.add(draw());
    }
    return bundles;
  }

  /** A bundle of the key name, without a stamp. */
  public KeyBundle drawKey() {
    RevokeItem revoke = maybe(keyRevocations);
    ZoneItem zone =
        revoke == null ? keyZones.get(random.nextInt(keyZones.size())) : maybe(keyZones);
    return new KeyBundle(TestKeys.OWNER.publicKey(), zone, revoke, null);
  }

  /**
   * A bundle with something wrong in it: a part of another one, a signature or a certificate of
   * something else, a bit. Now and then it is still valid.
   */
  public Bytes damaged(HumanBundle a, HumanBundle b) {
    CertItem<Op.TenureOp> tenure = a.tenure();
    CertItem<Op.Renew> renew = a.renew();
    ZoneItem zone = a.zone();
    RevokeItem revoke = a.revoke();
    switch (random.nextInt(6)) {
      case 0 -> zone = b.zone();
      case 1 -> revoke = b.revoke();
      case 2 -> renew = b.renew();
      case 3 -> {
        if (zone != null) {
          ZoneItem.Payload next =
              new ZoneItem.Payload(zone.subject(), zone.seq() + 1, zone.at(), zone.body());
          zone = new ZoneItem(next, zone.signature());
        }
      }
      case 4 -> {
        Certificate good = tenure.certificate();
        tenure =
            new CertItem<>(
                tenure.signed(),
                new Certificate(0, good.round() + 1, good.bitmap(), good.signatures()));
      }
      default -> {
        byte[] bytes = a.encode().toArray();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return Bytes.of(bytes);
      }
    }
    return new HumanBundle(a.name(), tenure, renew, zone, revoke).encode();
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
