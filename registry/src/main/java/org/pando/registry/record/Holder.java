package org.pando.registry.record;

import org.jspecify.annotations.Nullable;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

/**
 * Who holds a name for a tenure.
 *
 * @param owner signs zones, renewals and, unless locked, transfer and release
 * @param recovery can always transfer, release, renew and revoke; null when there is none
 * @param locked whether the owner key alone can neither transfer nor release
 */
public record Holder(PublicKey owner, @Nullable PublicKey recovery, boolean locked) {
  private static final int LOCK = 1;

  /** Keys 6 to 8 of an operation. */
  static Holder read(MapReader map) throws InvalidException {
    PublicKey owner = Fields.publicKey(map, 6);
    PublicKey recovery = Fields.optionalPublicKey(map, 7);
    boolean locked = map.uint(8, 0, LOCK) == LOCK;
    if (locked && recovery == null) {
      throw new InvalidException(
          Rule.V6, "operation, key 8", "LOCK without a recovery key; name one or do not lock");
    }
    return new Holder(owner, recovery, locked);
  }

  void write(MapWriter map) {
    map.bytes(6, owner.bytes()).bytes(7, Fields.bytesOf(recovery)).uint(8, locked ? LOCK : 0);
  }

  /** The key that a signer number stands for, or null when there is no recovery key. */
  public @Nullable PublicKey key(Signer signer) {
    return switch (signer) {
      case OWNER -> owner;
      case RECOVERY -> recovery;
    };
  }
}
