package org.pando.registry.zone;

import org.pando.registry.Bytes;

/**
 * One resource record of a name; its class is IN.
 *
 * @param owner wire labels relative to the name, ended by 00; the apex is a single 00
 * @param type the type's number
 * @param ttl in seconds, {@value #MIN_TTL} to {@value #MAX_TTL}
 * @param rdata uncompressed, without its length
 */
public record Rr(Bytes owner, int type, int ttl, Bytes rdata) {
  /** In seconds (V15). */
  public static final int MIN_TTL = 30;

  /** In seconds (V15). */
  public static final int MAX_TTL = 86_400;

  /** The apex. */
  public static final Bytes APEX = Bytes.of((byte) 0);

  /** Owner and type as people write them, such as {@code www A}; the apex is {@code @}. */
  @Override
  public String toString() {
    return OwnerName.text(owner) + " " + RecordType.text(type);
  }
}
