package org.pando.registry.record;

import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NameState;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.Stamp;
import org.pando.registry.crypto.ZBase32;
import org.pando.registry.rule.RecordException;
import org.pando.registry.zone.ZoneBody;

/**
 * What a bundle says that is served and listed, read without judging it: no public key is
 * validated, no rule applied. Fit for bytes that were valid when they were stored; that they are
 * the same bytes is for the caller to know.
 *
 * @param key the storage key
 * @param owner the owner's public key, 32 bytes that nobody validated; null when nobody holds it
 * @param recovery likewise the recovery key; null when there is none
 * @param leaseUntil seconds since 1970; 0 when there is no lease
 * @param seq the zone's sequence number; 0 when there is no zone
 * @param body the zone body as signed; empty when there is no zone
 */
public record BundleSummary(
    String key,
    NameState state,
    @Nullable Bytes owner,
    @Nullable Bytes recovery,
    long leaseUntil,
    long seq,
    Bytes body) {
  private record Tenure(@Nullable Bytes owner, @Nullable Bytes recovery, long leaseUntil) {}

  private record Zone(long seq, Bytes body) {}

  /** A transfer has two signatures, all else has one. */
  private static final int MAX_ELEMENTS = 3;

  private static final Zone NO_ZONE = new Zone(0, Bytes.EMPTY);

  /**
   * @throws RecordException when it is not even of the form of a bundle
   */
  public static BundleSummary read(Bytes bundle) throws RecordException {
    MapReader map = CborReader.ofAccepted(bundle, "bundle").map();
    map.version();
    return map.has(1) ? readHuman(map) : readKey(map);
  }

  private static BundleSummary readHuman(MapReader map) throws RecordException {
    String name = map.text(1, Fields.NAME);
    Tenure tenure = readOperation(map.bytes(2, 0, CertItem.MAX_TENURE_SIZE));
    long leaseUntil =
        map.has(3)
            ? readOperation(map.bytes(3, 0, CertItem.MAX_RENEW_SIZE)).leaseUntil()
            : tenure.leaseUntil();
    Zone zone = readZone(map);
    NameState state = tenure.owner() == null ? NameState.VACANT : readState(map);
    map.end();
    return new BundleSummary(
        name, state, tenure.owner(), tenure.recovery(), leaseUntil, zone.seq(), zone.body());
  }

  private static BundleSummary readKey(MapReader map) throws RecordException {
    Zone zone = readZone(map);
    NameState state = readState(map);
    Bytes key = map.bytes(6, PublicKey.LENGTH);
    if (map.has(7)) {
      map.bytes(7, Stamp.LENGTH);
    }
    map.end();
    return new BundleSummary(
        ZBase32.encode(key) + ".key", state, key, null, 0, zone.seq(), zone.body());
  }

  private static NameState readState(MapReader map) throws RecordException {
    if (!map.has(5)) {
      return NameState.ACTIVE;
    }
    map.bytes(5, 0, RevokeItem.MAX_SIZE);
    return NameState.FROZEN;
  }

  /** The fields of a CertItem's operation that all kinds have in the same place. */
  private static Tenure readOperation(Bytes certItem) throws RecordException {
    MapReader op = CborReader.ofAccepted(first(first(certItem)), "operation").map();
    op.version();
    op.uint(1, 0, CborReader.MAX_UINT);
    op.text(2, Fields.NAME);
    op.uint(3, 0, CborReader.MAX_UINT);
    Fields.optionalHash(op, 4);
    op.uint(5, 0, CborReader.MAX_UINT);
    Bytes owner = op.has(6) ? op.bytes(6, PublicKey.LENGTH) : null;
    Bytes recovery = op.has(7) ? op.bytes(7, PublicKey.LENGTH) : null;
    if (op.has(8)) {
      op.uint(8, 0, CborReader.MAX_UINT);
    }
    op.uint(9, 0, CborReader.MAX_UINT);
    return new Tenure(owner, recovery, op.has(10) ? op.uint(10, 0, CborReader.MAX_UINT) : 0);
  }

  private static Zone readZone(MapReader map) throws RecordException {
    if (!map.has(4)) {
      return NO_ZONE;
    }
    Bytes payload = first(map.bytes(4, 0, ZoneItem.MAX_SIZE));
    MapReader zone = CborReader.ofAccepted(payload, "zone").map();
    zone.version();
    zone.bytes(1, Fields.HASH);
    long seq = zone.uint(2, 1, ZoneItem.MAX_SEQ);
    zone.uint(3, 0, Fields.TIME);
    Bytes body = zone.bytes(4, 0, ZoneBody.MAX_SIZE);
    zone.end();
    return new Zone(seq, body);
  }

  /** What stands first in a signed or certified item: that which is signed or certified. */
  private static Bytes first(Bytes item) throws RecordException {
    CborReader in = CborReader.ofAccepted(item, "item");
    in.array(2, MAX_ELEMENTS);
    return in.bytes(0, Bundle.MAX_SIZE);
  }
}
