package org.pando.registry.record;

import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NameState;
import org.pando.registry.NetworkId;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.crypto.Domain;
import org.pando.registry.crypto.HashKind;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.Stamp;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.RecordException;
import org.pando.registry.rule.Rule;

/**
 * The bundle of a key name: self-certifying, no witness has a say.
 *
 * @param publicKey the key that the name spells and that signs
 * @param stamp proof of work, 8 bytes; null where the network asks for none
 */
public record KeyBundle(
    PublicKey publicKey,
    @Nullable ZoneItem zone,
    @Nullable RevokeItem revoke,
    @Nullable Bytes stamp)
    implements Bundle {

  static KeyBundle read(MapReader map) throws RecordException {
    ZoneItem zone = Bundle.readZone(map);
    RevokeItem revoke = Bundle.readRevoke(map);
    if (zone == null && revoke == null) {
      throw new InvalidException(
          Rule.V2, "bundle of a key name", "neither a zone nor a revocation; it needs one");
    }
    PublicKey key = Fields.publicKey(map, 6);
    return new KeyBundle(key, zone, revoke, map.has(7) ? map.bytes(7, Stamp.LENGTH) : null);
  }

  @Override
  public Bytes encode() {
    return new MapWriter()
        .uint(0, MapReader.VERSION)
        .nested(4, zone)
        .nested(5, revoke)
        .bytes(6, publicKey.bytes())
        .bytes(7, stamp)
        .encode();
  }

  /** What the items of a key name name as their subject. */
  public static Bytes subject(PublicKey key, NetworkId network) {
    return Domain.id(HashKind.KEY, network, key.bytes());
  }

  @Override
  public Bytes subject(NetworkId network) {
    return subject(publicKey, network);
  }

  @Override
  public KeyBundle withZone(ZoneItem next) {
    return new KeyBundle(publicKey, next, revoke, stamp);
  }

  @Override
  public KeyBundle withRevoke(RevokeItem revocation) {
    return new KeyBundle(publicKey, zone, revocation, stamp);
  }

  @Override
  public String key() {
    return publicKey.text() + ".key";
  }

  @Override
  public NameState state() {
    return revoke == null ? NameState.ACTIVE : NameState.FROZEN;
  }

  @Override
  public long timestamp() {
    return Math.max(zone == null ? 0 : zone.at(), revoke == null ? 0 : revoke.at());
  }
}
