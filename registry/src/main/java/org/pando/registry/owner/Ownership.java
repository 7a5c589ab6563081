package org.pando.registry.owner;

import org.jspecify.annotations.Nullable;
import org.pando.registry.NameState;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.Holder;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.KeyBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.zone.ZoneBody;

/**
 * What a bundle says of its name, for people and for the next operation.
 *
 * @param key the storage key: a label, or {@code <52 z-base-32>.key}
 * @param holder who holds it; null when nobody does
 * @param g the number of the newest operation; 0 for key names
 * @param tenure which tenure it is; 0 for key names
 * @param leaseUntil seconds since 1970; 0 when there is no lease
 * @param seq the zone's sequence number; 0 when there is no zone
 * @param updatedAt when anything in it was last signed, seconds since 1970
 * @param records the zone's; null when there is no zone
 */
public record Ownership(
    String key,
    NameState state,
    @Nullable Holder holder,
    long g,
    long tenure,
    long leaseUntil,
    long seq,
    long updatedAt,
    @Nullable ZoneBody records) {

  /** Reads it from a bundle. */
  public static Ownership of(Bundle bundle) {
    return switch (bundle) {
      case HumanBundle human -> ofHuman(human);
      case KeyBundle key -> of(key, new Holder(key.publicKey(), null, false), 0, 0, 0);
    };
  }

  private static Ownership ofHuman(HumanBundle bundle) {
    Op.TenureOp begin = bundle.tenure().op();
    return of(
        bundle,
        begin.holder(),
        bundle.newest().op().g(),
        begin.step().tenure(),
        bundle.leaseUntil());
  }

  private static Ownership of(
      Bundle bundle, @Nullable Holder holder, long g, long tenure, long until) {
    ZoneItem zone = bundle.zone();
    return new Ownership(
        bundle.key(),
        bundle.state(),
        holder,
        g,
        tenure,
        until,
        zone == null ? 0 : zone.seq(),
        bundle.timestamp(),
        zone == null ? null : zone.body());
  }

  /** The owner's key; null when nobody holds the name. */
  public @Nullable PublicKey owner() {
    return holder == null ? null : holder.owner();
  }
}
