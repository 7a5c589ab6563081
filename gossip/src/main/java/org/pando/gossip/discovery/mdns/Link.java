package org.pando.gossip.discovery.mdns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.pando.gossip.identity.Prefix;

/**
 * A network interface, as it was when it was looked at.
 *
 * @param plain whether it is up, takes multicast, and is neither loopback nor point-to-point
 */
record Link(String name, int index, boolean plain, List<Prefix> prefixes) {
  /** Bridges and cables that containers and virtual machines make on this computer. */
  private static final Pattern INNER =
      Pattern.compile(
          "(docker|podman|veth|virbr|vnet|vmnet|cni|flannel|cali|lxcbr|lxdbr|tun|tap|utun|wg).*"
              + "|br-[0-9a-f]{12}");

  Link {
    prefixes = List.copyOf(prefixes);
  }

  static List<Link> all() throws SocketException {
    List<Link> links = new ArrayList<>();
    for (NetworkInterface found : NetworkInterface.networkInterfaces().toList()) {
      try {
        links.add(
            new Link(
                found.getName(),
                found.getIndex(),
                found.isUp()
                    && found.supportsMulticast()
                    && !found.isLoopback()
                    && !found.isPointToPoint(),
                found.getInterfaceAddresses().stream()
                    .map(a -> new Prefix(a.getAddress(), a.getNetworkPrefixLength()))
                    .toList()));
      } catch (SocketException e) {
        // it went away meanwhile
      }
    }
    return links;
  }

  /** Whether other computers' nodes may be found there. */
  boolean isSuitable() {
    return plain && !prefixes.isEmpty() && !INNER.matcher(name).matches();
  }

  /** Whether it has an address of the family. */
  boolean has(boolean ipv4) {
    return prefixes.stream()
        .map(Prefix::address)
        .anyMatch((InetAddress address) -> address instanceof Inet4Address == ipv4);
  }
}
