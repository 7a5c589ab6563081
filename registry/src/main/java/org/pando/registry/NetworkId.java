package org.pando.registry;

/**
 * A network's id.
 *
 * @param bytes the SHA-256 of its genesis document, 32 bytes
 */
public record NetworkId(Bytes bytes) {
  public static final int LENGTH = 32;

  /**
   * @throws IllegalArgumentException for any other length
   */
  public NetworkId {
    if (bytes.length() != LENGTH) {
      throw new IllegalArgumentException("network id of " + bytes.length() + " bytes; it has 32");
    }
  }

  /** Four of its octets: they are a hash already. */
  @Override
  public int hashCode() {
    return bytes.at(0) << 24 | bytes.at(1) << 16 | bytes.at(2) << 8 | bytes.at(3);
  }

  /** 64 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return bytes.toHex();
  }
}
