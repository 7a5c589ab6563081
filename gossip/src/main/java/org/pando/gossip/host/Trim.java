package org.pando.gossip.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Which connections are closed when there are too many, or nothing goes on over them. */
final class Trim {
  /** A new connection has so long to show what it is for. */
  static final long GRACE = Duration.ofSeconds(20).toNanos();

  /** A connection without streams is closed after so long. */
  static final long IDLE = Duration.ofMinutes(5).toNanos();

  private Trim() {}

  /**
   * The connections to close: those without streams first, then those that others made, then the
   * newest; never of a protected peer or within {@link #GRACE}.
   *
   * @param total how many connections there are, handshakes included
   */
  static List<Connection> excess(Collection<Peer> peers, int total, HostLimits limits, long now) {
    if (total <= limits.highWater()) {
      return List.of();
    }
    List<Connection> candidates = new ArrayList<>();
    for (Peer peer : peers) {
      for (Connection connection : peer.connections) {
        if (!peer.isProtected() && now - connection.openedAt() >= GRACE) {
          candidates.add(connection);
        }
      }
    }
    candidates.sort(
        Comparator.comparing(Connection::isIdle)
            .reversed()
            .thenComparing(connection -> connection.ends().outbound())
            .thenComparing(Comparator.comparingLong(Connection::openedAt).reversed()));
    return candidates.subList(0, Math.min(candidates.size(), total - limits.lowWater()));
  }

  /** The connections of peers that are not protected, over which nothing has gone on for long. */
  static List<Connection> idle(Collection<Peer> peers, long now) {
    List<Connection> idle = new ArrayList<>();
    for (Peer peer : peers) {
      for (Connection connection : peer.connections) {
        if (!peer.isProtected() && connection.isIdle() && now - connection.lastUsed() >= IDLE) {
          idle.add(connection);
        }
      }
    }
    return idle;
  }
}
