package org.pando.registry.record;

import org.pando.registry.Bytes;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

/** RFC 4648, section 6, without padding. */
final class Base32 {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BITS = 5;

  private Base32() {}

  /** How many characters so many bytes become. */
  static int length(int bytes) {
    return (bytes * Byte.SIZE + BITS - 1) / BITS;
  }

  static String encode(Bytes bytes) {
    StringBuilder text = new StringBuilder(length(bytes.length()));
    int buffer = 0;
    int held = 0;
    for (int i = 0; i < bytes.length(); i++) {
      buffer = (buffer << Byte.SIZE | bytes.at(i)) & 0xfff;
      for (held += Byte.SIZE; held >= BITS; held -= BITS) {
        text.append(ALPHABET.charAt(buffer >> (held - BITS) & 31));
      }
    }
    if (held > 0) {
      text.append(ALPHABET.charAt(buffer << (BITS - held) & 31));
    }
    return text.toString();
  }

  /** Accepts exactly what {@link #encode} makes. */
  static Bytes decode(String text, String document) throws InvalidException {
    byte[] bytes = new byte[text.length() * BITS / Byte.SIZE];
    int buffer = 0;
    int held = 0;
    int next = 0;
    for (int i = 0; i < text.length(); i++) {
      int value = ALPHABET.indexOf(text.charAt(i));
      if (value < 0) {
        throw new InvalidException(
            Rule.V1,
            document,
            "'"
                + text.charAt(i)
                + "' (character "
                + (i + 1)
                + " after the colon) is not one of A-Z and 2-7; copy it again as a whole");
      }
      buffer = (buffer << BITS | value) & 0xfff;
      held += BITS;
      if (held >= Byte.SIZE) {
        held -= Byte.SIZE;
        bytes[next++] = (byte) (buffer >> held);
      }
    }
    Bytes decoded = Bytes.of(bytes);
    if (!encode(decoded).equals(text)) {
      throw new InvalidException(
          Rule.V1,
          document,
          "a character too many or too few at its end; copy it again as a whole");
    }
    return decoded;
  }
}
