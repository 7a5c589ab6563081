package org.pando.gossip.identity;

import java.net.InetAddress;

/**
 * The addresses of one family that begin with the same bits.
 *
 * @param address any of them
 * @param length how many bits count, 0 to 32 or 128
 */
public record Prefix(InetAddress address, int length) {
  /**
   * @param text {@code 10.0.0.0/8}
   * @throws IllegalArgumentException when it is no prefix
   */
  public static Prefix of(String text) {
    int slash = text.indexOf('/');
    return new Prefix(
        InetAddress.ofLiteral(text.substring(0, slash)),
        Integer.parseInt(text.substring(slash + 1)));
  }

  public boolean contains(InetAddress other) {
    byte[] ours = address.getAddress();
    byte[] theirs = other.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int i = 0; i < ours.length; i++) {
      int bits = Math.clamp(length - 8L * i, 0, 8);
      int mask = 0xff00 >> bits;
      if (((ours[i] ^ theirs[i]) & mask & 0xff) != 0) {
        return false;
      }
    }
    return true;
  }
}
