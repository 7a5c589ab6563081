package org.pando.gossip.identity;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** From how far an address can be reached, the nearest first. */
public enum Reach {
  /** Of no use to anybody: unspecified, multicast, reserved. */
  NOWHERE,
  /** This computer only. */
  LOOPBACK,
  /** One link, and only with the interface named: 169.254.0.0/16, fe80::/10. */
  LINK,
  /** A site: RFC 1918, RFC 6598 (shared), unique local IPv6 (RFC 4193). */
  PRIVATE,
  /** Everywhere. Addresses for documentation count, so that a test's network can be public. */
  PUBLIC;

  private static final List<Prefix> SITES =
      Stream.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
          .map(Prefix::of)
          .toList();
  private static final List<Prefix> WORLD =
      Stream.of("0.0.0.0/0", "2000::/3").map(Prefix::of).toList();
  private static final List<Prefix> RESERVED =
      Stream.of("0.0.0.0/8", "240.0.0.0/4").map(Prefix::of).toList();

  public static Reach of(InetAddress address) {
    if (address.isAnyLocalAddress() || address.isMulticastAddress() || isIn(RESERVED, address)) {
      return NOWHERE;
    }
    if (address.isLoopbackAddress()) {
      return LOOPBACK;
    }
    if (address.isLinkLocalAddress()) {
      return LINK;
    }
    if (isIn(SITES, address)) {
      return PRIVATE;
    }
    return isIn(WORLD, address) ? PUBLIC : NOWHERE;
  }

  private static boolean isIn(List<Prefix> prefixes, InetAddress address) {
    return prefixes.stream().anyMatch(prefix -> prefix.contains(address));
  }

  /** Whether a peer of this reach can do anything with an address of that reach. */
  public boolean canUse(Reach address) {
    return switch (address) {
      case NOWHERE, LINK -> false;
      case LOOPBACK -> this == LOOPBACK;
      case PRIVATE -> this == PRIVATE || this == LINK || this == LOOPBACK;
      case PUBLIC -> true;
    };
  }
}
