package org.pando.gossip.pubsub;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pando.gossip.PeerId;

/**
 * The messages that peers said they have and were asked for: who does not send one in time breaks a
 * promise (gossipsub 1.1, P7). One that arrives, from anybody, binds nobody any longer. Owned by
 * the router's thread.
 */
final class Promises {
  private final Map<MessageId, Map<PeerId, Long>> deadlines = new LinkedHashMap<>();

  void add(MessageId id, PeerId peer, long deadline) {
    deadlines.computeIfAbsent(id, none -> new LinkedHashMap<>()).putIfAbsent(peer, deadline);
  }

  void arrived(MessageId id) {
    deadlines.remove(id);
  }

  /** A peer that has gone cannot keep what it promised. */
  void forget(PeerId peer) {
    deadlines.values().forEach(peers -> peers.remove(peer));
    deadlines.values().removeIf(Map::isEmpty);
  }

  /** How many promises each peer has broken since the last call. */
  Map<PeerId, Integer> broken(long now) {
    Map<PeerId, Integer> broken = new HashMap<>();
    Iterator<Map<PeerId, Long>> promises = deadlines.values().iterator();
    while (promises.hasNext()) {
      Map<PeerId, Long> peers = promises.next();
      Iterator<Map.Entry<PeerId, Long>> each = peers.entrySet().iterator();
      while (each.hasNext()) {
        Map.Entry<PeerId, Long> promise = each.next();
        if (now - promise.getValue() >= 0) {
          broken.merge(promise.getKey(), 1, Integer::sum);
          each.remove();
        }
      }
      if (peers.isEmpty()) {
        promises.remove();
      }
    }
    return broken;
  }

  int size() {
    return deadlines.size();
  }
}
