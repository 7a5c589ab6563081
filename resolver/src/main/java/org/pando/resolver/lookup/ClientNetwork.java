package org.pando.resolver.lookup;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * What counts as one client where clients share something: an IPv4 address, or the /64 prefix of an
 * IPv6 address, since whoever has one address of it has them all.
 */
public record ClientNetwork(boolean six, long prefix) {
  public static ClientNetwork of(InetAddress client) {
    ByteBuffer address = ByteBuffer.wrap(client.getAddress());
    boolean six = address.remaining() > 4;
    return new ClientNetwork(six, six ? address.getLong() : address.getInt());
  }
}
