package org.pando.registry.record;

import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NameState;
import org.pando.registry.NetworkId;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.rule.RecordException;
import org.pando.registry.rule.Rule;

/**
 * The bundle of a human name.
 *
 * @param name the label
 * @param tenure the operation that began the tenure
 * @param renew the newest renewal of the tenure, null when there is none
 */
public record HumanBundle(
    String name,
    CertItem<Op.TenureOp> tenure,
    @Nullable CertItem<Op.Renew> renew,
    @Nullable ZoneItem zone,
    @Nullable RevokeItem revoke)
    implements Bundle {

  static HumanBundle read(MapReader map, Held held) throws RecordException {
    String name = map.text(1, Fields.NAME);
    Label.check(name);
    return new HumanBundle(
        name,
        readTenure(map.bytes(2, 0, CertItem.MAX_TENURE_SIZE), held.find(name)),
        map.has(3) ? readRenew(map.bytes(3, 0, CertItem.MAX_RENEW_SIZE)) : null,
        Bundle.readZone(map),
        Bundle.readRevoke(map));
  }

  private static CertItem<Op.TenureOp> readTenure(Bytes item, @Nullable Bundle held)
      throws RecordException {
    if (held instanceof HumanBundle known && known.tenure.encode().equals(item)) {
      return known.tenure;
    }
    return CertItem.decode(item).as(Op.TenureOp.class, Rule.V5, "bundle, key 2");
  }

  private static CertItem<Op.Renew> readRenew(Bytes item) throws RecordException {
    return CertItem.decode(item).as(Op.Renew.class, Rule.V8, "bundle, key 3");
  }

  @Override
  public Bytes encode() {
    return new MapWriter()
        .uint(0, MapReader.VERSION)
        .text(1, name)
        .nested(2, tenure)
        .nested(3, renew)
        .nested(4, zone)
        .nested(5, revoke)
        .encode();
  }

  /** The newest certified operation: the renewal where there is one. */
  public CertItem<? extends Op.NameOp> newest() {
    return renew == null ? tenure : renew;
  }

  /** When the lease ends, in seconds since 1970; 0 when nobody holds the name. */
  public long leaseUntil() {
    return newest().op() instanceof Op.LeaseOp leasing ? leasing.lease().until() : 0;
  }

  /** The same tenure, renewed. */
  public HumanBundle withRenew(CertItem<Op.Renew> renewal) {
    return new HumanBundle(name, tenure, renewal, zone, revoke);
  }

  @Override
  public HumanBundle withZone(ZoneItem next) {
    return new HumanBundle(name, tenure, renew, next, revoke);
  }

  @Override
  public HumanBundle withRevoke(RevokeItem revocation) {
    return new HumanBundle(name, tenure, renew, zone, revocation);
  }

  @Override
  public Bytes subject(NetworkId network) {
    return tenure.opHash(network);
  }

  @Override
  public String key() {
    return name;
  }

  @Override
  public NameState state() {
    if (tenure.op().holder() == null) {
      return NameState.VACANT;
    }
    return revoke == null ? NameState.ACTIVE : NameState.FROZEN;
  }

  @Override
  public long timestamp() {
    long newest = Math.max(tenure.op().at(), renew == null ? 0 : renew.op().at());
    newest = Math.max(newest, zone == null ? 0 : zone.at());
    return Math.max(newest, revoke == null ? 0 : revoke.at());
  }
}
