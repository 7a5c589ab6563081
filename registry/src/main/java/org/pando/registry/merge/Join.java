package org.pando.registry.merge;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.KeyBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.RevokeItem;
import org.pando.registry.record.ZoneItem;

/**
 * The join of valid bundles (section 8): commutative, associative, idempotent, and decided by
 * complete bytes alone, so that replicas that saw the same bundles hold the same bytes.
 *
 * @param network whose operations are joined: operations are compared by opHash
 */
public record Join(NetworkId network) {
  private static final Comparator<CertItem<?>> BY_ITEM =
      Comparator.<CertItem<?>, Bytes>comparing(CertItem::itemId).reversed();
  private static final Comparator<ZoneItem> ZONES =
      Comparator.comparingLong(ZoneItem::seq)
          .thenComparing(Comparator.comparing(ZoneItem::itemId).reversed());
  private static final Comparator<RevokeItem> REVOCATIONS =
      Comparator.comparing(RevokeItem::itemId).reversed();

  /**
   * The join of two bundles of one name.
   *
   * @param a null when nothing is known of the name
   * @throws IllegalArgumentException when they are of two names
   */
  public Bundle join(@Nullable Bundle a, Bundle b) {
    if (a == null) {
      return b;
    }
    if (a instanceof HumanBundle x && b instanceof HumanBundle y && x.name().equals(y.name())) {
      return joinHuman(x, y);
    }
    if (a instanceof KeyBundle x
        && b instanceof KeyBundle y
        && x.publicKey().equals(y.publicKey())) {
      return new KeyBundle(
          x.publicKey(),
          larger(x.zone(), y.zone(), ZONES),
          larger(x.revoke(), y.revoke(), REVOCATIONS),
          larger(x.stamp(), y.stamp(), Comparator.<Bytes>reverseOrder()));
    }
    throw new IllegalArgumentException("bundles of " + a.key() + " and of " + b.key());
  }

  private HumanBundle joinHuman(HumanBundle a, HumanBundle b) {
    int order = byTenure().compare(a.tenure(), b.tenure());
    if (order != 0) {
      return order > 0 ? a : b;
    }
    return new HumanBundle(
        a.name(),
        BY_ITEM.compare(a.tenure(), b.tenure()) >= 0 ? a.tenure() : b.tenure(),
        larger(a.renew(), b.renew(), byRenewal()),
        larger(a.zone(), b.zone(), ZONES),
        larger(a.revoke(), b.revoke(), REVOCATIONS));
  }

  /** {@code T}: the larger tenure, then the smaller opHash. */
  private Comparator<CertItem<Op.TenureOp>> byTenure() {
    return Comparator.<CertItem<Op.TenureOp>>comparingLong(item -> item.op().step().tenure())
        .thenComparing(byOpHash());
  }

  /** {@code r}: the larger g, then the smaller opHash, then the smaller itemId. */
  private Comparator<CertItem<Op.Renew>> byRenewal() {
    return Comparator.<CertItem<Op.Renew>>comparingLong(item -> item.op().g())
        .thenComparing(byOpHash())
        .thenComparing(BY_ITEM);
  }

  private Comparator<CertItem<?>> byOpHash() {
    return Comparator.<CertItem<?>, Bytes>comparing(item -> item.opHash(network)).reversed();
  }

  private static <T> @Nullable T larger(@Nullable T a, @Nullable T b, Comparator<? super T> order) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return order.compare(a, b) >= 0 ? a : b;
  }
}
