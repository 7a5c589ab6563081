package org.pando.registry.record;

import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.rule.InvalidException;

/** The field types that several objects share, with their ranges (section 4). */
final class Fields {
  static final int HASH = 32;
  static final int NONCE = 16;
  static final int SIGNATURE = 64;
  static final int NAME = 63;
  static final long U16 = (1L << 16) - 1;
  static final long U32 = (1L << 32) - 1;

  /** The largest time, in seconds since 1970. */
  static final long TIME = (1L << 40) - 1;

  private Fields() {}

  static PublicKey publicKey(MapReader map, int key) throws InvalidException {
    return publicKey(map.value(key));
  }

  static PublicKey publicKey(CborReader in) throws InvalidException {
    return PublicKey.decode(in.bytes(PublicKey.LENGTH, PublicKey.LENGTH), in.where());
  }

  static @Nullable PublicKey optionalPublicKey(MapReader map, int key) throws InvalidException {
    return map.has(key) ? publicKey(map, key) : null;
  }

  static @Nullable Bytes optionalHash(MapReader map, int key) throws InvalidException {
    return map.has(key) ? map.bytes(key, HASH) : null;
  }

  static @Nullable Bytes bytesOf(@Nullable PublicKey key) {
    return key == null ? null : key.bytes();
  }
}
