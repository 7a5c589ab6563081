package org.pando.gossip.identify;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pando.gossip.host.ConnectionInfo;
import org.pando.gossip.identity.Multiaddr;
import org.pando.gossip.identity.Reach;
import org.pando.gossip.identity.TcpAddress;

/**
 * Where peers say that they reach this node. One network (IPv4 /16, IPv6 /32) has one voice, the
 * last; four that agree are believed, for an hour. Only peers that dialed us can know: of a
 * connection we made, the peer sees a port that nobody can dial. Owned by the gossip loop.
 */
final class Observations {
  static final int MAX_NETWORKS = 256;

  private static final int ENOUGH = 4;
  private static final long BELIEVED = Duration.ofHours(1).toNanos();

  private final Map<String, Vote> votes = new LinkedHashMap<>();

  private record Vote(String address, long at) {}

  /** A peer says where it sees us. */
  void add(ConnectionInfo connection, Multiaddr observed, long now) {
    InetAddress voter = connection.remote().getAddress();
    Multiaddr address = observed.withoutPeer();
    InetAddress seen = address.tcp().map(TcpAddress::literal).orElse(null);
    if (connection.outbound()
        || seen == null
        || Reach.of(seen) != Reach.PUBLIC
        || Reach.of(voter) != Reach.PUBLIC) {
      return;
    }
    String network = network(voter);
    votes.remove(network);
    votes.put(network, new Vote(address.toString(), now));
    if (votes.size() > MAX_NETWORKS) {
      votes.remove(votes.keySet().iterator().next());
    }
  }

  /** What enough of them agree on, in the order of the text. */
  List<String> believed(long now) {
    votes.values().removeIf(vote -> now - vote.at >= BELIEVED);
    Map<String, Integer> counts = new TreeMap<>();
    votes.values().forEach(vote -> counts.merge(vote.address, 1, Integer::sum));
    counts.values().removeIf(count -> count < ENOUGH);
    return List.copyOf(counts.keySet());
  }

  private static String network(InetAddress address) {
    byte[] octets = address.getAddress();
    return HexFormat.of().formatHex(octets, 0, octets.length == 4 ? 2 : 4);
  }
}
