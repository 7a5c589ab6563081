package org.pando.registry.record;

import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NameState;
import org.pando.registry.NetworkId;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.crypto.Domain;
import org.pando.registry.rule.RecordException;

/**
 * Everything that a replica knows of one name: the unit of replication. Decoding proves its form
 * only; {@code org.pando.registry.policy.BundleRules} proves that it is valid.
 */
public sealed interface Bundle extends Encoded permits HumanBundle, KeyBundle {
  /** In bytes. */
  int MAX_SIZE = 4096;

  /** The storage key: the label, or {@code <52 z-base-32>.key}. */
  String key();

  NameState state();

  /** The records of the name, null when none are published. */
  @Nullable ZoneItem zone();

  /** The revocation, null when there is none. */
  @Nullable RevokeItem revoke();

  /** What its zone and its revocation name: the tenureId, or a key name's subject. */
  Bytes subject(NetworkId network);

  /** The same bundle with another zone. */
  Bundle withZone(ZoneItem zone);

  /** The same bundle, revoked. */
  Bundle withRevoke(RevokeItem revoke);

  /** {@code ts}: the largest time in it, in seconds since 1970. */
  long timestamp();

  /** {@code bundleId}. */
  default Bytes id() {
    return Domain.sha256(encode());
  }

  /** The bundles that a replica holds. */
  @FunctionalInterface
  interface Held {
    /** Finds the bundle of a storage key, or null. */
    @Nullable Bundle find(String key);
  }

  static Bundle decode(Bytes bytes) throws RecordException {
    return decode(bytes, key -> null);
  }

  /**
   * Decodes a bundle, taking over the operation that began the tenure where the held bundle of the
   * name has the same bytes: its public keys need not be validated again.
   */
  static Bundle decode(Bytes bytes, Held held) throws RecordException {
    return CborReader.decode(bytes, "bundle", MAX_SIZE, in -> read(in, held));
  }

  private static Bundle read(CborReader in, Held held) throws RecordException {
    MapReader map = in.map();
    map.version();
    Bundle bundle = map.has(1) ? HumanBundle.read(map, held) : KeyBundle.read(map);
    map.end();
    return bundle;
  }

  /** Key 4 of a bundle. */
  static @Nullable ZoneItem readZone(MapReader map) throws RecordException {
    return map.has(4) ? ZoneItem.decode(map.bytes(4, 0, ZoneItem.MAX_SIZE)) : null;
  }

  /** Key 5 of a bundle. */
  static @Nullable RevokeItem readRevoke(MapReader map) throws RecordException {
    return map.has(5) ? RevokeItem.decode(map.bytes(5, 0, RevokeItem.MAX_SIZE)) : null;
  }
}
