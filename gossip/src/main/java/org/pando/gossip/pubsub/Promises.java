package org.pando.gossip.pubsub;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.PeerId;

/**
 * The messages that peers said they have and were asked for, one of each IWANT (gossipsub 1.1, P7).
 * Owned by the router's thread.
 */
final class Promises {
  /**
   * A peer has not sent in time what it was asked for.
   *
   * @param isHere whether we have it all the same, which keeps the promise, but answers for nobody
   */
  record Unanswered(PeerId peer, boolean isHere) {}

  private static final class Asked {
    /** When each peer must have answered. */
    private final Map<PeerId, Long> deadlines = new LinkedHashMap<>();

    private boolean arrived;
  }

  private final Map<MessageId, Asked> messages = new LinkedHashMap<>();

  /**
   * @param isHere whether the message was here already
   */
  void add(MessageId id, PeerId peer, boolean isHere, long deadline) {
    Asked asked = messages.computeIfAbsent(id, none -> new Asked());
    asked.arrived |= isHere;
    asked.deadlines.putIfAbsent(peer, deadline);
  }

  /** The message is here; returns whether it answers what this peer was asked. */
  boolean arrived(MessageId id, PeerId from) {
    @Nullable Asked asked = messages.get(id);
    if (asked == null) {
      return false;
    }
    asked.arrived = true;
    return asked.deadlines.remove(from) != null;
  }

  /** A peer that has gone cannot keep what it promised. */
  void forget(PeerId peer) {
    messages.values().forEach(asked -> asked.deadlines.remove(peer));
    messages.values().removeIf(asked -> asked.deadlines.isEmpty());
  }

  /** Whose time is up since the last call, once for each message. */
  List<Unanswered> expire(long now) {
    List<Unanswered> late = new ArrayList<>();
    Iterator<Asked> each = messages.values().iterator();
    while (each.hasNext()) {
      Asked asked = each.next();
      Iterator<Map.Entry<PeerId, Long>> deadlines = asked.deadlines.entrySet().iterator();
      while (deadlines.hasNext()) {
        Map.Entry<PeerId, Long> deadline = deadlines.next();
        if (now - deadline.getValue() >= 0) {
          late.add(new Unanswered(deadline.getKey(), asked.arrived));
          deadlines.remove();
        }
      }
      if (asked.deadlines.isEmpty()) {
        each.remove();
      }
    }
    return late;
  }

  int size() {
    return messages.size();
  }
}
