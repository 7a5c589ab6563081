package org.pando.gossip.topics;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.pubsub.Priority;

/**
 * The RPCs that wait for a peer's stream, by priority and in order within one. When there is no
 * room, what matters less goes, the oldest first. Owned by the gossip loop.
 *
 * @param <F> an RPC, as a frame or otherwise
 */
public final class Outbox<F> {
  private final int maxBytes;
  private final ToIntFunction<F> size;
  private final Map<Priority, Deque<F>> queues = new EnumMap<>(Priority.class);
  private int bytes;
  private int dropped;

  /**
   * @param size of a frame in bytes, the same each time
   */
  public Outbox(int maxBytes, ToIntFunction<F> size) {
    this.maxBytes = maxBytes;
    this.size = size;
    for (Priority priority : Priority.values()) {
      queues.put(priority, new ArrayDeque<>());
    }
  }

  /** Whether there was room for the frame. */
  public boolean offer(F frame, Priority priority) {
    while (bytes + size.applyAsInt(frame) > maxBytes) {
      if (!dropBelow(priority)) {
        dropped++;
        return false;
      }
    }
    queue(priority).addLast(frame);
    bytes += size.applyAsInt(frame);
    return true;
  }

  /** The frame that goes next, {@code null} when there is none. */
  public @Nullable F poll() {
    for (Deque<F> queue : queues.values()) {
      @Nullable F frame = queue.pollFirst();
      if (frame != null) {
        bytes -= size.applyAsInt(frame);
        return frame;
      }
    }
    return null;
  }

  public int bytes() {
    return bytes;
  }

  /** How many frames have had no room since the last call. */
  public int takeDropped() {
    int taken = dropped;
    dropped = 0;
    return taken;
  }

  private boolean dropBelow(Priority priority) {
    Priority[] all = Priority.values();
    for (int i = all.length - 1; i >= 0 && all[i].compareTo(priority) > 0; i--) {
      @Nullable F oldest = queue(all[i]).pollFirst();
      if (oldest != null) {
        bytes -= size.applyAsInt(oldest);
        dropped++;
        return true;
      }
    }
    return false;
  }

  private Deque<F> queue(Priority priority) {
    Deque<F> queue = queues.get(priority);
    if (queue == null) {
      throw new AssertionError("every priority has a queue");
    }
    return queue;
  }
}
