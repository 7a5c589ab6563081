package org.pando.resolver.server;

import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;
import org.pando.resolver.config.Prefix;

/** The prefixes of this computer's interfaces: whoever is in one of them is on the same link. */
public final class OnLinkPrefixes {
  private OnLinkPrefixes() {}

  /** As they are now; empty when the system does not tell. */
  public static List<Prefix> now() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(i -> i.getInterfaceAddresses().stream())
          .flatMap(OnLinkPrefixes::prefix)
          .distinct()
          .toList();
    } catch (SocketException e) {
      return List.of();
    }
  }

  /** Point-to-point tunnels report length 0 at times: that is no link. */
  private static Stream<Prefix> prefix(InterfaceAddress address) {
    int length = address.getNetworkPrefixLength();
    int most = 8 * address.getAddress().getAddress().length;
    return length > 0 && length <= most
        ? Stream.of(Prefix.of(address.getAddress(), length))
        : Stream.empty();
  }
}
