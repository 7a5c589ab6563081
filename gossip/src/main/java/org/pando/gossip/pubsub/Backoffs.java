package org.pando.gossip.pubsub;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.PeerId;

/**
 * Who must not graft whom: after a PRUNE neither side does, until its time has passed (gossipsub
 * 1.1, prune backoff). Owned by the router's thread.
 */
final class Backoffs {
  /** We wait this much longer than we must, as the two clocks started at different moments. */
  private static final long SLACK = 1_000_000_000L;

  private record Backoff(long since, long until) {}

  private final int maxPerTopic;
  private final Map<String, Map<PeerId, Backoff>> topics = new HashMap<>();

  Backoffs(int maxPerTopic) {
    this.maxPerTopic = maxPerTopic;
  }

  /** The peer was pruned now; a backoff that lasts longer stays. */
  void begin(String topic, PeerId peer, long now, long nanos) {
    Map<PeerId, Backoff> peers = topics.computeIfAbsent(topic, none -> new LinkedHashMap<>());
    @Nullable Backoff old = peers.remove(peer);
    if (peers.size() >= maxPerTopic) {
      peers.remove(peers.keySet().iterator().next());
    }
    long until = now + nanos;
    if (old != null && old.until - until > 0) {
      until = old.until;
    }
    peers.put(peer, new Backoff(now, until));
  }

  /** Whether a GRAFT of the peer comes too early. */
  boolean isTooEarly(String topic, PeerId peer, long now) {
    @Nullable Backoff backoff = of(topic, peer);
    return backoff != null && backoff.until - now > 0;
  }

  /** Whether the peer was pruned less than so many nanoseconds ago. */
  boolean isSince(String topic, PeerId peer, long now, long nanos) {
    @Nullable Backoff backoff = of(topic, peer);
    return backoff != null && now - backoff.since < nanos;
  }

  /** Whether we must not graft the peer yet. */
  boolean isBackedOff(String topic, PeerId peer, long now) {
    @Nullable Backoff backoff = of(topic, peer);
    return backoff != null && backoff.until + SLACK - now > 0;
  }

  void expire(long now) {
    for (Map<PeerId, Backoff> peers : topics.values()) {
      peers.values().removeIf(backoff -> backoff.until + SLACK - now <= 0);
    }
    topics.values().removeIf(Map::isEmpty);
  }

  int size() {
    return topics.values().stream().mapToInt(Map::size).sum();
  }

  private @Nullable Backoff of(String topic, PeerId peer) {
    @Nullable Map<PeerId, Backoff> peers = topics.get(topic);
    return peers == null ? null : peers.get(peer);
  }
}
