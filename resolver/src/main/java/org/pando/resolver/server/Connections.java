package org.pando.resolver.server;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The open TCP connections. When there are too many, the one that rests longest makes room for a
 * new one (RFC 7766 section 6.2.3): of the same client, so that nobody gains by opening more, or of
 * all. Any thread.
 */
public final class Connections {
  /** One of them. */
  interface Connection {
    InetAddress address();

    /** Since when it has nothing to do, in nanoseconds; {@link Long#MAX_VALUE} while it has. */
    long restingSince();

    /** Closes it; returns at once. */
    void evict();
  }

  private final TcpLimits limits;
  private final Map<InetAddress, Set<Connection>> byClient = new HashMap<>();
  private final Set<Connection> all = new HashSet<>();
  private volatile boolean paused;

  public Connections(TcpLimits limits) {
    this.limits = limits;
  }

  TcpLimits limits() {
    return limits;
  }

  /** From now on no more questions are read from them. */
  void pause() {
    paused = true;
  }

  boolean isPaused() {
    return paused;
  }

  /**
   * @return whether there is room for it; if so it must {@link #leave}
   */
  synchronized boolean enter(Connection connection) {
    Set<Connection> same = byClient.getOrDefault(connection.address(), Set.of());
    boolean room =
        (same.size() < limits.perClient() || evictOneOf(same))
            && (all.size() < limits.connections() || evictOneOf(all));
    if (room) {
      all.add(connection);
      byClient.computeIfAbsent(connection.address(), client -> new HashSet<>()).add(connection);
    }
    return room;
  }

  /** Does nothing when it has left before. */
  synchronized void leave(Connection connection) {
    if (all.remove(connection)) {
      Set<Connection> same = byClient.getOrDefault(connection.address(), Set.of());
      same.remove(connection);
      if (same.isEmpty()) {
        byClient.remove(connection.address());
      }
    }
  }

  /** How many there are now. */
  public synchronized int size() {
    return all.size();
  }

  private boolean evictOneOf(Collection<Connection> connections) {
    @Nullable Connection longest = null;
    for (Connection each : connections) {
      boolean rests = each.restingSince() != Long.MAX_VALUE;
      if (rests && (longest == null || each.restingSince() - longest.restingSince() < 0)) {
        longest = each;
      }
    }
    if (longest == null) {
      return false;
    }
    leave(longest);
    longest.evict();
    return true;
  }
}
