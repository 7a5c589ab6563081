package org.pando.registry;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** An immutable byte string, ordered as unsigned octets, shorter before longer on a tie. */
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] octets;
  private final int from;
  private final int to;

  private Bytes(byte[] octets) {
    this(octets, 0, octets.length);
  }

  private Bytes(byte[] octets, int from, int to) {
    this.octets = octets;
    this.from = from;
    this.to = to;
  }

  /** A copy of the given octets. */
  public static Bytes of(byte... octets) {
    return octets.length == 0 ? EMPTY : new Bytes(octets.clone());
  }

  /** A copy of a part of the given octets. */
  public static Bytes of(byte[] octets, int from, int to) {
    return from == to ? EMPTY : new Bytes(Arrays.copyOfRange(octets, from, to));
  }

  /** A part of an array that never changes again; no copy. */
  public static Bytes within(byte[] constant, int from, int to) {
    int first = Objects.checkFromToIndex(from, to, constant.length);
    return new Bytes(constant, first, to);
  }

  /**
   * @throws IllegalArgumentException when it is not hexadecimal
   */
  public static Bytes fromHex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }

  public int length() {
    return to - from;
  }

  public boolean isEmpty() {
    return from == to;
  }

  /** The octet at an index, 0 to 255. */
  public int at(int index) {
    return octets[from + Objects.checkIndex(index, length())] & 0xff;
  }

  /** A copy of the octets. */
  public byte[] toArray() {
    return Arrays.copyOfRange(octets, from, to);
  }

  /** Copies a part to an array; no allocation. */
  public void copyTo(int start, byte[] target, int targetOffset, int length) {
    int first = Objects.checkFromIndexSize(start, length, length());
    System.arraycopy(octets, from + first, target, targetOffset, length);
  }

  public String toHex() {
    return HexFormat.of().formatHex(octets, from, to);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(octets, from, to, other.octets, other.from, other.to);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes
        && Arrays.equals(octets, from, to, bytes.octets, bytes.from, bytes.to);
  }

  /** As {@link Arrays#hashCode(byte[])}, which is faster where it can be used. */
  @Override
  public int hashCode() {
    if (length() == octets.length) {
      return Arrays.hashCode(octets);
    }
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + octets[i];
    }
    return hash;
  }

  /** Lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return toHex();
  }
}
