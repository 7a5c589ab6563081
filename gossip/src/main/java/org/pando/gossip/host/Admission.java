package org.pando.gossip.host;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which inbound connections are let in, by how many there are. Each that was admitted is {@link
 * #leave released} once; outbound ones count in the total only. Owned by the gossip loop.
 */
final class Admission {
  private static final int IPV4_NETWORK_BYTES = 3;
  private static final int IPV6_NETWORK_BYTES = 7;

  private final HostLimits limits;
  private final Map<InetAddress, Integer> byAddress = new HashMap<>();
  private final Map<Network, Integer> byNetwork = new HashMap<>();
  private int total;
  private int pending;

  /** A /24 of IPv4 or a /56 of IPv6, its bytes as numbers. */
  private record Network(boolean ipv4, long prefix) {
    static Network of(InetAddress address) {
      boolean ipv4 = address instanceof Inet4Address;
      byte[] bytes =
          Arrays.copyOf(address.getAddress(), ipv4 ? IPV4_NETWORK_BYTES : IPV6_NETWORK_BYTES);
      long prefix = 0;
      for (byte next : bytes) {
        prefix = prefix << 8 | (next & 0xff);
      }
      return new Network(ipv4, prefix);
    }
  }

  Admission(HostLimits limits) {
    this.limits = limits;
  }

  /** Counts an inbound connection, or says why it is not let in; then it is not counted. */
  String admit(InetAddress from) {
    if (total >= limits.total()) {
      return "there are " + total + " connections";
    }
    if (pending >= limits.pendingInbound()) {
      return pending + " handshakes are under way";
    }
    if (counts(from)) {
      Network network = Network.of(from);
      if (byAddress.getOrDefault(from, 0) >= limits.perAddress()) {
        return "its address has " + limits.perAddress() + " connections";
      }
      if (byNetwork.getOrDefault(network, 0) >= limits.perNetwork()) {
        return "its network has " + limits.perNetwork() + " connections";
      }
      byAddress.merge(from, 1, Integer::sum);
      byNetwork.merge(network, 1, Integer::sum);
    }
    total++;
    pending++;
    return "";
  }

  private boolean counts(InetAddress address) {
    return limits.loopbackCounts() || !address.isLoopbackAddress();
  }

  /** The handshake of an admitted connection is over, one way or the other. */
  void settled() {
    pending--;
  }

  /** An admitted connection is closed. */
  void leave(InetAddress from) {
    total--;
    if (counts(from)) {
      byAddress.computeIfPresent(from, (key, count) -> count > 1 ? count - 1 : null);
      byNetwork.computeIfPresent(Network.of(from), (key, count) -> count > 1 ? count - 1 : null);
    }
  }

  /** Whether a dial has room; each dial that begins {@link #dialed} is {@link #hungUp} once. */
  boolean hasRoom() {
    return total < limits.total();
  }

  void dialed() {
    total++;
  }

  void hungUp() {
    total--;
  }

  int total() {
    return total;
  }
}
