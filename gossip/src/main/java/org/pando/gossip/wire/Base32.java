package org.pando.gossip.wire;

import org.pando.gossip.GossipException;

/** Base32 (RFC 4648) in lower case without padding, as multibase's {@code b} without its prefix. */
public final class Base32 {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int MAX_TEXT = 128;

  private Base32() {}

  /**
   * @param text at most 128 characters
   * @throws GossipException MALFORMED, bits left over that are not zero included, or LIMIT
   */
  public static byte[] decode(String text) throws GossipException {
    if (text.length() > MAX_TEXT) {
      throw GossipException.limit(
          "base32 text of " + text.length() + " characters; the limit is " + MAX_TEXT);
    }
    byte[] bytes = new byte[text.length() * 5 / 8];
    int bits = 0;
    int bitCount = 0;
    int used = 0;
    for (int at = 0; at < text.length(); at++) {
      int value = ALPHABET.indexOf(text.charAt(at));
      if (value < 0) {
        throw GossipException.malformed(
            "'" + text.charAt(at) + "' at " + (at + 1) + " of '" + text + "' is not base32");
      }
      bits = ((bits << 5) | value) & 0xfff;
      bitCount += 5;
      if (bitCount >= 8) {
        bitCount -= 8;
        bytes[used++] = (byte) (bits >>> bitCount);
      }
    }
    if (bitCount >= 5 || (bits & ((1 << bitCount) - 1)) != 0) {
      throw GossipException.malformed("'" + text + "' has more bits than its bytes need");
    }
    return bytes;
  }
}
