package org.pando.gossip.host;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;

/** What this host knows of one peer, and does about it. Owned by the gossip loop. */
final class Peer {
  /** How many addresses of a peer are remembered; the oldest make room. */
  private static final int MAX_ADDRESSES = 16;

  final PeerId id;

  /** Those that are upgraded, oldest first. */
  final List<Connection> connections = new ArrayList<>();

  /** Why it is protected. */
  final Set<String> tags = new HashSet<>();

  /** Who waits for a connection to it. */
  final List<Consumer<@Nullable GossipException>> waiting = new ArrayList<>();

  final LinkedHashSet<PeerAddress> addresses = new LinkedHashSet<>();
  @Nullable Identified identified;

  /** Whether an address came that no dial has tried. */
  boolean hasNews;

  boolean kept;
  boolean dialing;

  /** Attempts in a row that failed, or connections that ended soon. */
  int failures;

  /** When it may be dialed again. */
  long notBefore;

  String problem = "";

  Peer(PeerId id, long now) {
    this.id = id;
    this.notBefore = now;
  }

  /** The oldest connection that streams may be opened on. */
  @Nullable Connection preferred() {
    for (Connection connection : connections) {
      if (connection.isOpen()) {
        return connection;
      }
    }
    return null;
  }

  boolean isConnected() {
    return !connections.isEmpty();
  }

  boolean isProtected() {
    return kept || !tags.isEmpty();
  }

  void learn(PeerAddress address) {
    hasNews |= !addresses.remove(address);
    addresses.add(address);
    if (addresses.size() > MAX_ADDRESSES) {
      addresses.removeFirst();
    }
  }

  /** What a new stream proposes. */
  Proposal proposal(List<String> protocols) {
    return Proposal.to(identified == null ? Set.of() : identified.protocols(), protocols);
  }

  /** Tells everybody who waits for a connection. */
  void tellWaiting(@Nullable GossipException problem) {
    List<Consumer<@Nullable GossipException>> told = List.copyOf(waiting);
    waiting.clear();
    told.forEach(each -> each.accept(problem));
  }

  /** Whether nothing would be lost by forgetting it. */
  boolean isForgettable(long now) {
    return !isConnected() && !isProtected() && !dialing && now - notBefore >= 0;
  }
}
