package org.pando.gossip.host;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.Surroundings;
import org.pando.gossip.identity.AddressProtocol;
import org.pando.gossip.identity.Multiaddr;
import org.pando.gossip.identity.TcpAddress;

/** What the addresses of a peer come down to: sockets to try. Waits, so it is for workers. */
final class Targets {
  private static final int MAX_TARGETS = 16;
  private static final int MAX_LOOKUPS = 8;
  private static final String DNSADDR_VALUE = "dnsaddr=";

  private final Surroundings.Names names;

  Targets(Surroundings.Names names) {
    this.names = names;
  }

  /**
   * The addresses to try: IPv6 and IPv4 in turn (RFC 8305, section 4), otherwise as they were
   * given.
   *
   * @param addresses of one peer
   * @throws GossipException UNREACHABLE when none is of use
   */
  List<InetSocketAddress> of(List<PeerAddress> addresses)
      throws GossipException, InterruptedException {
    Set<InetSocketAddress> found = new LinkedHashSet<>();
    List<String> useless = new ArrayList<>();
    ArrayDeque<String> left = new ArrayDeque<>();
    addresses.forEach(each -> left.add(each.address()));
    int lookups = 0;
    while (!left.isEmpty() && found.size() < MAX_TARGETS) {
      String text = left.remove();
      Multiaddr address = read(text, useless);
      if (address == null) {
        continue;
      }
      boolean literal = address.tcp().map(TcpAddress::literal).isPresent();
      if (!literal && ++lookups > MAX_LOOKUPS) {
        useless.add(text + " (too many names)");
        continue;
      }
      String host = dnsaddr(address);
      if (host != null) {
        left.addAll(inDns(host, addresses.getFirst().peer()));
      } else if (!found.addAll(sockets(address))) {
        useless.add(text + " (not TCP over IPv4 or IPv6, or the name has no address)");
      }
    }
    if (found.isEmpty()) {
      throw new GossipException(
          Kind.UNREACHABLE,
          useless.isEmpty()
              ? "no address of the peer is known; name one, or wait until discovery finds it"
              : "no address of the peer can be dialed: " + String.join(", ", useless));
    }
    return inTurn(found);
  }

  private static @Nullable Multiaddr read(String text, List<String> useless) {
    try {
      return Multiaddr.parse(text);
    } catch (GossipException e) {
      useless.add(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static @Nullable String dnsaddr(Multiaddr address) {
    Multiaddr.Part first = address.parts().getFirst();
    return first.protocol() == AddressProtocol.DNSADDR ? first.value() : null;
  }

  /** The addresses that libp2p's DNSADDR.md puts into the DNS, of this peer or of no named one. */
  private List<String> inDns(String host, PeerId peer) throws InterruptedException {
    List<String> found = new ArrayList<>();
    for (String text : names.texts("_dnsaddr." + host)) {
      if (!text.startsWith(DNSADDR_VALUE)) {
        continue;
      }
      Multiaddr address = read(text.substring(DNSADDR_VALUE.length()), new ArrayList<>());
      if (address != null && (address.peer() == null || peer.equals(address.peer()))) {
        found.add(address.withoutPeer().toString());
      }
    }
    return found;
  }

  private List<InetSocketAddress> sockets(Multiaddr address) throws InterruptedException {
    TcpAddress tcp = address.tcp().orElse(null);
    if (tcp == null) {
      return List.of();
    }
    InetAddress literal = tcp.literal();
    if (literal != null) {
      return List.of(new InetSocketAddress(literal, tcp.port()));
    }
    List<InetSocketAddress> sockets = new ArrayList<>();
    for (InetAddress each : names.addresses(tcp.host())) {
      boolean wanted =
          tcp.kind() == AddressProtocol.DNS
              || (tcp.kind() == AddressProtocol.DNS6) == (each instanceof Inet6Address);
      if (wanted) {
        sockets.add(new InetSocketAddress(each, tcp.port()));
      }
    }
    return sockets;
  }

  private static List<InetSocketAddress> inTurn(Set<InetSocketAddress> found) {
    ArrayDeque<InetSocketAddress> six = new ArrayDeque<>();
    ArrayDeque<InetSocketAddress> four = new ArrayDeque<>();
    for (InetSocketAddress each : found) {
      (each.getAddress() instanceof Inet6Address ? six : four).add(each);
    }
    List<InetSocketAddress> order = new ArrayList<>();
    while (order.size() < MAX_TARGETS && !(six.isEmpty() && four.isEmpty())) {
      InetSocketAddress next = six.poll();
      if (next != null) {
        order.add(next);
      }
      next = four.poll();
      if (next != null) {
        order.add(next);
      }
    }
    return order;
  }
}
