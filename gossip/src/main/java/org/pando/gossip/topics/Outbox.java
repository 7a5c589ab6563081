package org.pando.gossip.topics;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.pubsub.Priority;

/**
 * The RPCs that wait for a peer's stream, by priority and in order within one. When there is no
 * room, what matters less goes, the oldest first. Owned by the gossip loop.
 */
final class Outbox {
  private final int maxBytes;
  private final Map<Priority, Deque<byte[]>> queues = new EnumMap<>(Priority.class);
  private int bytes;
  private int dropped;

  Outbox(int maxBytes) {
    this.maxBytes = maxBytes;
    for (Priority priority : Priority.values()) {
      queues.put(priority, new ArrayDeque<>());
    }
  }

  /** Whether there was room for the frame. */
  boolean offer(byte[] frame, Priority priority) {
    while (bytes + frame.length > maxBytes) {
      if (!dropBelow(priority)) {
        dropped++;
        return false;
      }
    }
    queue(priority).addLast(frame);
    bytes += frame.length;
    return true;
  }

  /** The frame that goes next, {@code null} when there is none. */
  byte @Nullable [] poll() {
    for (Deque<byte[]> queue : queues.values()) {
      byte @Nullable [] frame = queue.pollFirst();
      if (frame != null) {
        bytes -= frame.length;
        return frame;
      }
    }
    return null;
  }

  int bytes() {
    return bytes;
  }

  /** How many frames have had no room since the last call. */
  int takeDropped() {
    int taken = dropped;
    dropped = 0;
    return taken;
  }

  private boolean dropBelow(Priority priority) {
    Priority[] all = Priority.values();
    for (int i = all.length - 1; i >= 0 && all[i].compareTo(priority) > 0; i--) {
      byte @Nullable [] oldest = queue(all[i]).pollFirst();
      if (oldest != null) {
        bytes -= oldest.length;
        dropped++;
        return true;
      }
    }
    return false;
  }

  private Deque<byte[]> queue(Priority priority) {
    Deque<byte[]> queue = queues.get(priority);
    if (queue == null) {
      throw new AssertionError("every priority has a queue");
    }
    return queue;
  }
}
