package org.pando.resolver.answer;

/** Big-endian numbers in byte arrays. */
final class Octets {
  private Octets() {}

  static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  static long u32(byte[] bytes, int at) {
    return (long) u16(bytes, at) << 16 | u16(bytes, at + 2);
  }

  static void putU16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }

  static void putU32(byte[] bytes, int at, long value) {
    putU16(bytes, at, (int) (value >> 16));
    putU16(bytes, at + 2, (int) value);
  }
}
