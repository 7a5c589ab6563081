package org.pando.resolver.lookup;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * What counts as one client where clients share something: an IPv4 address, or the /64 prefix of an
 * IPv6 address, since whoever has one address of it has them all.
 */
public record ClientNetwork(boolean six, long prefix) {
  private static final int SHARE = 4;

  /** How many of so many one client may have: a quarter, so that the others have theirs. */
  static int share(int count) {
    return Math.max(1, count / SHARE);
  }

  public static ClientNetwork of(InetAddress client) {
    ByteBuffer address = ByteBuffer.wrap(client.getAddress());
    boolean six = address.remaining() > 4;
    return new ClientNetwork(six, six ? address.getLong() : address.getInt());
  }
}
