package org.pando.gossip.pubsub;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ids seen lately, oldest sight first. The time to live counts from the first sight; when there
 * is no room the oldest goes. Owned by the router's thread.
 */
final class SeenCache {
  private static final class Sight {
    private final long first;
    private boolean rejected;

    private Sight(long first) {
      this.first = first;
    }
  }

  private final int capacity;
  private final long timeToLive;
  private final Map<MessageId, Sight> sights = new LinkedHashMap<>();

  SeenCache(int capacity, long timeToLive) {
    this.capacity = capacity;
    this.timeToLive = timeToLive;
  }

  /** Whether the id is new. */
  boolean add(MessageId id, long now) {
    expire(now);
    if (sights.containsKey(id)) {
      return false;
    }
    if (sights.size() >= capacity) {
      sights.remove(sights.keySet().iterator().next());
    }
    sights.put(id, new Sight(now));
    return true;
  }

  boolean contains(MessageId id, long now) {
    Sight sight = sights.get(id);
    return sight != null && now - sight.first < timeToLive;
  }

  /** The verdict: whoever sends it again is as wrong as the first. */
  void reject(MessageId id) {
    Sight sight = sights.get(id);
    if (sight != null) {
      sight.rejected = true;
    }
  }

  boolean isRejected(MessageId id) {
    @Nullable Sight sight = sights.get(id);
    return sight != null && sight.rejected;
  }

  void expire(long now) {
    Iterator<Sight> oldest = sights.values().iterator();
    while (oldest.hasNext() && now - oldest.next().first >= timeToLive) {
      oldest.remove();
    }
  }

  int size() {
    return sights.size();
  }
}
