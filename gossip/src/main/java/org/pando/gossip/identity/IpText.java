package org.pando.gossip.identity;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.Arrays;
import java.util.HexFormat;
import org.pando.gossip.GossipException;

/** IP addresses in text: dotted quads, and RFC 4291 read and RFC 5952 printed. */
final class IpText {
  private static final int GROUPS = 8;
  private static final byte[] MAPPED = HexFormat.of().parseHex("00000000000000000000ffff");

  private IpText() {}

  /**
   * @throws GossipException MALFORMED; leading zeros too, as some read them as octal
   */
  static byte[] parse4(String text) throws GossipException {
    if (text.matches("[0-9.]{7,15}")) {
      try {
        byte[] bytes = Inet4Address.ofLiteral(text).getAddress();
        if (print(bytes).equals(text)) {
          return bytes;
        }
      } catch (IllegalArgumentException e) {
        // Refused below.
      }
    }
    throw GossipException.malformed("'" + text + "' is no IPv4 address; one looks like 192.0.2.1");
  }

  /**
   * @throws GossipException MALFORMED, a zone included
   */
  static byte[] parse6(String text) throws GossipException {
    if (text.matches("[0-9A-Fa-f:.]{2,45}")) {
      try {
        byte[] bytes = Inet6Address.ofLiteral(text).getAddress();
        return bytes.length == 16 ? bytes : mapped(bytes);
      } catch (IllegalArgumentException e) {
        // Refused below.
      }
    }
    throw GossipException.malformed(
        "'" + text + "' is no IPv6 address; one looks like 2001:db8::1");
  }

  private static byte[] mapped(byte[] ip4) {
    byte[] bytes = Arrays.copyOf(MAPPED, 16);
    System.arraycopy(ip4, 0, bytes, MAPPED.length, 4);
    return bytes;
  }

  /**
   * @param bytes 4 or 16
   */
  static String print(byte[] bytes) {
    if (bytes.length == 4) {
      return quad(bytes, 0);
    }
    if (Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length)) {
      return "::ffff:" + quad(bytes, MAPPED.length);
    }
    int begin = 0;
    int length = 1;
    for (int at = 0; at < GROUPS; at++) {
      int zeros = zerosFrom(bytes, at);
      if (zeros > length) {
        begin = at;
        length = zeros;
      }
    }
    if (length < 2) {
      return groups(bytes, 0, GROUPS);
    }
    return groups(bytes, 0, begin) + "::" + groups(bytes, begin + length, GROUPS);
  }

  private static int zerosFrom(byte[] bytes, int group) {
    int at = group;
    while (at < GROUPS && bytes[2 * at] == 0 && bytes[2 * at + 1] == 0) {
      at++;
    }
    return at - group;
  }

  private static String groups(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int at = from; at < to; at++) {
      text.append(at > from ? ":" : "")
          .append(Integer.toHexString(((bytes[2 * at] & 0xff) << 8) | (bytes[2 * at + 1] & 0xff)));
    }
    return text.toString();
  }

  private static String quad(byte[] bytes, int from) {
    return (bytes[from] & 0xff)
        + "."
        + (bytes[from + 1] & 0xff)
        + "."
        + (bytes[from + 2] & 0xff)
        + "."
        + (bytes[from + 3] & 0xff);
  }
}
