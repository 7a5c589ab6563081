package org.pando.registry.crypto;

import org.pando.registry.Bytes;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

/** z-base-32 of 32 bytes in 52 characters, most significant bit first (section 5). */
public final class ZBase32 {
  /** How many characters a key has. */
  public static final int LENGTH = 52;

  private static final String ALPHABET = "ybndrfg8ejkmcpqxot1uwisza345h769";

  private ZBase32() {}

  /**
   * @throws IllegalArgumentException for any other length than 32 bytes
   */
  public static String encode(Bytes key) {
    if (key.length() != PublicKey.LENGTH) {
      throw new IllegalArgumentException(key.length() + " bytes; a key has 32");
    }
    StringBuilder text = new StringBuilder(LENGTH);
    for (int bit = 0; bit < key.length() * 8; bit += 5) {
      int octet = bit / 8;
      int window = (key.at(octet) << 8) | (octet + 1 < key.length() ? key.at(octet + 1) : 0);
      text.append(ALPHABET.charAt((window >> (11 - bit % 8)) & 31));
    }
    return text.toString();
  }

  /** The 32 bytes of a text in either case; the last character carries one bit and four zeros. */
  public static Bytes decode(String text) throws InvalidException {
    if (text.length() != LENGTH) {
      throw new InvalidException(
          Rule.V3, text, text.length() + " characters, the key in a key name has " + LENGTH);
    }
    int mistake = mistake(text);
    if (mistake < LENGTH) {
      throw new InvalidException(
          Rule.V3,
          text,
          "'" + text.charAt(mistake) + "' cannot be character " + (mistake + 1) + " of a key name");
    }
    byte[] key = new byte[PublicKey.LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      int shifted = value(text.charAt(i)) << (11 - i * 5 % 8);
      key[i * 5 / 8] |= (byte) (shifted >> 8);
      if (i * 5 / 8 + 1 < key.length) {
        key[i * 5 / 8 + 1] |= (byte) shifted;
      }
    }
    return Bytes.of(key);
  }

  /**
   * The index of the first character that cannot stand there, {@value #LENGTH} when all can.
   *
   * @param text of {@value #LENGTH} characters, in either case
   */
  public static int mistake(String text) {
    for (int i = 0; i < LENGTH; i++) {
      int value = value(text.charAt(i));
      if (value < 0 || (i == LENGTH - 1 && (value & 15) != 0)) {
        return i;
      }
    }
    return LENGTH;
  }

  private static int value(char c) {
    return ALPHABET.indexOf(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  }
}
