package org.pando.resolver.conformance;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/**
 * A server under test. Every port is 53.
 *
 * @param four its IPv4 address
 * @param six its IPv6 address
 * @param upstream where it forwards to
 * @param silent where it forwards names below {@code silent.c.example} to, so that it does not take
 *     the upstream for dead
 */
record Server(
    InetSocketAddress four,
    InetSocketAddress six,
    InetSocketAddress upstream,
    InetSocketAddress silent) {
  private static final int DNS = 53;

  /** Reads the addresses, with commas between them. */
  static Server of(String text) {
    List<InetSocketAddress> addresses =
        Arrays.stream(text.split(",", -1))
            .map(literal -> new InetSocketAddress(InetAddress.ofLiteral(literal), DNS))
            .toList();
    return new Server(addresses.get(0), addresses.get(1), addresses.get(2), addresses.get(3));
  }
}
