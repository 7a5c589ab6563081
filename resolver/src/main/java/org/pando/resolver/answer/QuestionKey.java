package org.pando.resolver.answer;

import java.util.Arrays;
import org.xbill.DNS.Name;

/**
 * A question's identity: its name in lower-case wire form followed by its type and by CD, since a
 * client that validates by itself is given what others must not see (RFC 4035 section 4.7); the
 * class is always IN. Used as a map key. A key held by a {@link WireQuestion} changes with it and
 * belongs to its thread: look things up with it, store only a {@link #copy()}.
 */
public final class QuestionKey {
  /** In octets (RFC 1035 section 3.1). */
  static final int MAX_NAME = 255;

  private static final int BEHIND_NAME = 3;

  private final byte[] bytes;
  private int length;
  private int hash;

  /**
   * @param maxName how many octets the names that it takes over have at most
   */
  QuestionKey(int maxName) {
    this.bytes = new byte[maxName + BEHIND_NAME];
  }

  private QuestionKey(byte[] bytes, int hash) {
    this.bytes = bytes;
    this.length = bytes.length;
    this.hash = hash;
  }

  /**
   * The key of a name, a type and CD.
   *
   * @param name in wire form, any case, without compression
   */
  public static QuestionKey of(byte[] name, int type, boolean checkingDisabled) {
    QuestionKey key = new QuestionKey(name.length);
    key.set(name, 0, name.length, type, checkingDisabled);
    return key;
  }

  /** Takes over a name, lower-casing it: length octets are below 64, so no letter is one. */
  void set(byte[] source, int from, int nameLength, int type, boolean checkingDisabled) {
    int h = 1;
    for (int i = 0; i < nameLength; i++) {
      byte b = source[from + i];
      if (b >= 'A' && b <= 'Z') {
        b = (byte) (b + 'a' - 'A');
      }
      bytes[i] = b;
      h = 31 * h + b;
    }
    bytes[nameLength] = (byte) (type >> 8);
    bytes[nameLength + 1] = (byte) type;
    bytes[nameLength + 2] = (byte) (checkingDisabled ? 1 : 0);
    length = nameLength + BEHIND_NAME;
    hash = 31 * (31 * h + type) + bytes[nameLength + 2];
  }

  /** The name's length in octets, the final zero included. */
  public int nameLength() {
    return length - BEHIND_NAME;
  }

  /** The name's octets, with more behind them; read only, valid up to {@link #nameLength()}. */
  public byte[] name() {
    return bytes;
  }

  public int type() {
    return Octets.u16(bytes, nameLength());
  }

  /** CD (RFC 4035 section 3.2.2). */
  boolean checkingDisabled() {
    return bytes[nameLength() + 2] != 0;
  }

  /**
   * Whether its name is another.
   *
   * @param wire the other, in lower-case wire form
   */
  boolean isName(byte[] wire) {
    return Arrays.equals(bytes, 0, nameLength(), wire, 0, wire.length);
  }

  /**
   * Whether its name is another or below it.
   *
   * @param wire the other, in lower-case wire form
   */
  boolean isWithin(byte[] wire) {
    int at = 0;
    while (nameLength() - at > wire.length) {
      at += 1 + bytes[at];
    }
    return Arrays.equals(bytes, at, nameLength(), wire, 0, wire.length);
  }

  /** The question; nobody hears of its steps. */
  Query query() {
    Name name = WireNames.parse(Arrays.copyOf(bytes, nameLength()));
    return new Query(name, type(), checkingDisabled(), Trace.NONE);
  }

  /** An immutable copy. */
  public QuestionKey copy() {
    return new QuestionKey(Arrays.copyOf(bytes, length), hash);
  }

  /** The memory that a stored copy takes, in bytes, roughly. */
  int weight() {
    return length + 48;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof QuestionKey key
        && hash == key.hash
        && Arrays.equals(bytes, 0, length, key.bytes, 0, key.length);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
