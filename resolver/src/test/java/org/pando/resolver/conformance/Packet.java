package org.pando.resolver.conformance;

import java.util.Arrays;

/** A message put together octet by octet, to be wrong on purpose. Immutable. */
final class Packet {
  private final byte[] bytes;

  private Packet(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  static Packet of(byte[] bytes) {
    return new Packet(bytes.clone());
  }

  /** Without the last octets. */
  Packet cut(int count) {
    return new Packet(Arrays.copyOf(bytes, bytes.length - count));
  }

  /** With more octets. */
  Packet bytes(int... more) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + more.length);
    for (int i = 0; i < more.length; i++) {
      longer[bytes.length + i] = (byte) more[i];
    }
    return new Packet(longer);
  }

  /** With the last octets of another message. */
  Packet end(byte[] other, int count) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + count);
    System.arraycopy(other, other.length - count, longer, bytes.length, count);
    return new Packet(longer);
  }

  /** With a 16-bit number of the header replaced: flags at 2, counts at 4, 6, 8, 10. */
  Packet with(int at, int value) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) (value >> 8);
    changed[at + 1] = (byte) value;
    return new Packet(changed);
  }
}
