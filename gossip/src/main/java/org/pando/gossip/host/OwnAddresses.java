package org.pando.gossip.host;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.pando.gossip.GossipException;
import org.pando.gossip.identity.Multiaddr;
import org.pando.gossip.identity.TcpAddress;

/** Where this node listens and is reached. Owned by the gossip loop. */
final class OwnAddresses {
  private final List<InetSocketAddress> listening = new ArrayList<>();
  private final Map<String, List<String>> announced = new TreeMap<>();
  private List<InetAddress> interfaces = List.of();
  private List<String> all = List.of();

  /**
   * The socket that a multiaddr names to listen on.
   *
   * @throws GossipException MALFORMED
   */
  static InetSocketAddress toListen(String text) throws GossipException {
    Multiaddr address = Multiaddr.parse(text);
    TcpAddress tcp = address.tcp().orElse(null);
    InetAddress literal = tcp == null ? null : tcp.literal();
    if (tcp == null || literal == null) {
      throw GossipException.malformed(
          "cannot listen on "
              + text
              + ": it is no IP address with a TCP port; write /ip4/0.0.0.0/tcp/4053 or"
              + " /ip6/::/tcp/4053");
    }
    return new InetSocketAddress(literal, tcp.port());
  }

  /** Whether another socket of the list, the IPv6 wildcard, takes this one's connections too. */
  static boolean isCovered(InetSocketAddress socket, List<InetSocketAddress> all) {
    return all.stream().anyMatch(other -> covers(other, socket));
  }

  /** Whether a socket is the IPv6 wildcard, and another the IPv4 wildcard of the same port. */
  static boolean covers(InetSocketAddress six, InetSocketAddress four) {
    return four.getPort() != 0
        && four.getPort() == six.getPort()
        && four.getAddress() instanceof Inet4Address
        && four.getAddress().isAnyLocalAddress()
        && six.getAddress() instanceof Inet6Address
        && six.getAddress().isAnyLocalAddress();
  }

  /** The addresses of the interfaces that are up, link-local ones left out. Asks the system. */
  static List<InetAddress> interfaces() throws SocketException {
    List<InetAddress> found = new ArrayList<>();
    for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
      if (each.isUp()) {
        each.inetAddresses().filter(address -> !address.isLinkLocalAddress()).forEach(found::add);
      }
    }
    return found;
  }

  /** It listens on a socket more. */
  void listening(InetSocketAddress socket) {
    listening.add(socket);
  }

  void interfaces(List<InetAddress> addresses) {
    interfaces = List.copyOf(addresses);
  }

  void announce(String source, List<String> addresses) {
    announced.put(source, List.copyOf(addresses));
  }

  List<String> all() {
    return all;
  }

  /** Puts the addresses together; whether they are others than before. */
  boolean renew() {
    Set<String> next = new LinkedHashSet<>();
    for (InetSocketAddress socket : listening) {
      if (socket.getAddress().isAnyLocalAddress()) {
        for (InetAddress each : interfaces) {
          if (isReachedBy(socket.getAddress(), each)) {
            next.add(text(new InetSocketAddress(each, socket.getPort())));
          }
        }
      } else {
        next.add(text(socket));
      }
    }
    announced.values().forEach(next::addAll);
    boolean changed = !all.equals(List.copyOf(next));
    all = List.copyOf(next);
    return changed;
  }

  /** The IPv6 wildcard takes IPv4 too, as Java's sockets do. */
  private static boolean isReachedBy(InetAddress wildcard, InetAddress address) {
    return wildcard.getAddress().length >= address.getAddress().length;
  }

  private static String text(InetSocketAddress socket) {
    return Multiaddr.of(socket).toString();
  }
}
