package org.pando.gossip.pubsub;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;

/** The messages that wait for their verdict, oldest first. Owned by the router's thread. */
final class Validations {
  /**
   * @param from who sent it first
   * @param others who sent it again since
   */
  record Pending(Message message, @Nullable PeerId author, PeerId from, Set<PeerId> others) {
    /** Whether the peer has sent it, or made it. */
    boolean isKnownTo(PeerId peer) {
      return peer.equals(from) || (author != null && peer.equals(author)) || others.contains(peer);
    }
  }

  private final int capacity;
  private final Map<MessageId, Pending> pending = new LinkedHashMap<>();

  Validations(int capacity) {
    this.capacity = capacity;
  }

  boolean isFull() {
    return pending.size() >= capacity;
  }

  void add(MessageId id, Message message, PeerId from) {
    pending.put(id, new Pending(message, author(message), from, new LinkedHashSet<>()));
  }

  @Nullable Pending get(MessageId id) {
    return pending.get(id);
  }

  @Nullable Pending remove(MessageId id) {
    return pending.remove(id);
  }

  private static @Nullable PeerId author(Message message) {
    try {
      return message.from() == null ? null : PeerId.of(message.from());
    } catch (GossipException e) {
      return null; // cannot be: its signature holds
    }
  }

  int size() {
    return pending.size();
  }
}
