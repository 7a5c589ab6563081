package org.pando.gossip.wire;

import org.pando.gossip.GossipException;

/** Base58 in Bitcoin's alphabet, as multiformats' base58btc without its prefix. */
public final class Base58 {
  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final int BASE = 58;
  private static final int MAX_TEXT = 128;

  private Base58() {}

  public static String encode(byte[] bytes) {
    byte[] digits = new byte[bytes.length * 138 / 100 + 1];
    int used = 0;
    for (byte value : bytes) {
      int carry = value & 0xff;
      int i = 0;
      for (; i < used || carry != 0; i++) {
        carry += digits[i] << 8;
        digits[i] = (byte) (carry % BASE);
        carry /= BASE;
      }
      used = i;
    }
    StringBuilder text = new StringBuilder(bytes.length * 2);
    for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
      text.append(ALPHABET.charAt(0));
    }
    for (int i = used - 1; i >= 0; i--) {
      text.append(ALPHABET.charAt(digits[i]));
    }
    return text.toString();
  }

  /**
   * @param text at most 128 characters
   * @throws GossipException MALFORMED, LIMIT
   */
  public static byte[] decode(String text) throws GossipException {
    if (text.length() > MAX_TEXT) {
      throw GossipException.limit(
          "base58 text of " + text.length() + " characters; the limit is " + MAX_TEXT);
    }
    byte[] bytes = new byte[text.length()];
    int used = 0;
    for (int at = 0; at < text.length(); at++) {
      int carry = ALPHABET.indexOf(text.charAt(at));
      if (carry < 0) {
        throw GossipException.malformed(
            "'" + text.charAt(at) + "' at " + (at + 1) + " of '" + text + "' is not base58");
      }
      int i = 0;
      for (; i < used || carry != 0; i++) {
        carry += (bytes[i] & 0xff) * BASE;
        bytes[i] = (byte) carry;
        carry >>>= 8;
      }
      used = i;
    }
    int zeros = 0;
    while (zeros < text.length() && text.charAt(zeros) == ALPHABET.charAt(0)) {
      zeros++;
    }
    byte[] result = new byte[zeros + used];
    for (int i = 0; i < used; i++) {
      result[zeros + i] = bytes[used - 1 - i];
    }
    return result;
  }
}
