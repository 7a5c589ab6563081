package org.pando.registry;

import java.util.Arrays;
import java.util.HexFormat;

/** An immutable byte string, ordered as unsigned octets, shorter before longer on a tie. */
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] octets;

  private Bytes(byte[] octets) {
    this.octets = octets;
  }

  /** A copy of the given octets. */
  public static Bytes of(byte... octets) {
    return octets.length == 0 ? EMPTY : new Bytes(octets.clone());
  }

  /** A copy of a part of the given octets. */
  public static Bytes of(byte[] octets, int from, int to) {
    return from == to ? EMPTY : new Bytes(Arrays.copyOfRange(octets, from, to));
  }

  /**
   * @throws IllegalArgumentException when it is not hexadecimal
   */
  public static Bytes fromHex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }

  public int length() {
    return octets.length;
  }

  public boolean isEmpty() {
    return octets.length == 0;
  }

  /** The octet at an index, 0 to 255. */
  public int at(int index) {
    return octets[index] & 0xff;
  }

  /** A copy of the octets. */
  public byte[] toArray() {
    return octets.clone();
  }

  /** Copies a part to an array; no allocation. */
  public void copyTo(int from, byte[] target, int targetOffset, int length) {
    System.arraycopy(octets, from, target, targetOffset, length);
  }

  public String toHex() {
    return HexFormat.of().formatHex(octets);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(octets, other.octets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(octets, bytes.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  /** Lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return toHex();
  }
}
