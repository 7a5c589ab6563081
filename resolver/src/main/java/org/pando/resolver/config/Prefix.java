package org.pando.resolver.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An address prefix. IPv4 is held as IPv4-mapped IPv6 (RFC 4291, section 2.5.5.2), so that a client
 * that reaches an IPv6 socket with a mapped address is found in the IPv4 prefix.
 *
 * @param high the first 8 bytes of the network address
 * @param low the last 8 bytes of the network address
 * @param length how many bits count, 0 to 128; of IPv4 96 to 128
 * @param ipv4 whether this is a prefix of IPv4
 */
public record Prefix(long high, long low, int length, boolean ipv4) implements AllowRule {
  static final String NOT_A_PREFIX = "is not an address prefix";
  private static final int MAPPED_BITS = 96;
  private static final long MAPPED = 0xffff_0000_0000L;

  /**
   * @throws IllegalArgumentException when bits are set beyond the length
   */
  public Prefix {
    if ((high & ~highMask(length)) != 0 || (low & ~lowMask(length)) != 0) {
      throw new IllegalArgumentException("prefix with bits set beyond its length " + length);
    }
  }

  /** The prefix of {@code length} bits that {@code address} is in. */
  public static Prefix of(InetAddress address, int length) {
    boolean ipv4 = address instanceof Inet4Address;
    byte[] bytes = address.getAddress();
    int bits = ipv4 ? length + MAPPED_BITS : length;
    return new Prefix(high(bytes) & highMask(bits), low(bytes) & lowMask(bits), bits, ipv4);
  }

  /** Reads {@code 192.168.0.0/16}, {@code fd00::/8}, or a single address. */
  public static Parsed<Prefix> parse(String text) {
    int slash = text.indexOf('/');
    Optional<InetAddress> address = IpLiteral.parse(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty() || text.contains("%")) {
      return new Parsed.Bad<>(NOT_A_PREFIX, "write one such as \"192.168.0.0/16\" or \"fd00::/8\"");
    }
    int most = address.get() instanceof Inet4Address ? 32 : 128;
    OptionalInt length =
        slash < 0 ? OptionalInt.of(most) : ListenAddress.port(text.substring(slash + 1));
    if (length.isEmpty() || length.getAsInt() > most) {
      return new Parsed.Bad<>("has no valid prefix length", "write a length of 0 to " + most);
    }
    Prefix prefix = of(address.get(), length.getAsInt());
    return prefix.contains(address.get().getAddress()) && prefix.startsAt(address.get())
        ? new Parsed.Ok<>(prefix)
        : new Parsed.Bad<>(
            "has bits set beyond its prefix length", "write \"" + prefix.text() + "\"");
  }

  /**
   * Whether an address lies in this prefix.
   *
   * @param address 4 or 16 bytes in network order
   */
  public boolean contains(byte[] address) {
    long addressHigh = high(address);
    long addressLow = low(address);
    boolean addressIsIpv4 = addressHigh == 0 && (addressLow & ~0xffff_ffffL) == MAPPED;
    return addressIsIpv4 == ipv4
        && (addressHigh & highMask(length)) == high
        && (addressLow & lowMask(length)) == low;
  }

  /** As it is written in the file; a single address goes without its length. */
  @Override
  public String text() {
    String address = IpLiteral.text(address());
    return length == 128 ? address : address + "/" + (ipv4 ? length - MAPPED_BITS : length);
  }

  private InetAddress address() {
    byte[] bytes =
        ipv4
            ? ByteBuffer.allocate(4).putInt((int) low).array()
            : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are always an address", e);
    }
  }

  private boolean startsAt(InetAddress address) {
    byte[] bytes = address.getAddress();
    return high(bytes) == high && low(bytes) == low;
  }

  private static long high(byte[] address) {
    return address.length == 4 ? 0 : bigEndian(address, 0, 8);
  }

  private static long low(byte[] address) {
    return address.length == 4 ? MAPPED | bigEndian(address, 0, 4) : bigEndian(address, 8, 8);
  }

  private static long bigEndian(byte[] bytes, int from, int count) {
    long value = 0;
    for (int i = from; i < from + count; i++) {
      value = value << 8 | (bytes[i] & 0xff);
    }
    return value;
  }

  private static long highMask(int length) {
    return length == 0 ? 0 : length >= 64 ? -1 : -1L << (64 - length);
  }

  private static long lowMask(int length) {
    return length <= 64 ? 0 : -1L << (128 - length);
  }
}
