package org.pando.gossip.pubsub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.PeerId;

/**
 * The messages of the last heartbeats, for peers that want them (gossipsub 1.0, message cache). One
 * window per heartbeat; when the payloads have no room the oldest goes. Owned by the router's
 * thread.
 */
final class MessageCache {
  static final class Entry {
    private final MessageId id;
    private final Message message;
    private final Map<PeerId, Integer> repeats = new HashMap<>();

    private Entry(MessageId id, Message message) {
      this.id = id;
      this.message = message;
    }

    Message message() {
      return message;
    }

    /** How often it has been sent to the peer because it wanted it, this time included. */
    int repeat(PeerId peer) {
      return repeats.merge(peer, 1, Integer::sum);
    }
  }

  private final int kept;
  private final int told;
  private final long maxBytes;
  private final Map<MessageId, Entry> entries = new HashMap<>();

  /** The newest first. */
  private final Deque<Deque<Entry>> windows = new ArrayDeque<>();

  private long bytes;

  MessageCache(int kept, int told, long maxBytes) {
    this.kept = kept;
    this.told = told;
    this.maxBytes = maxBytes;
    windows.addFirst(new ArrayDeque<>());
  }

  void put(MessageId id, Message message) {
    if (entries.containsKey(id)) {
      return;
    }
    Entry entry = new Entry(id, message);
    entries.put(id, entry);
    windows.getFirst().addLast(entry);
    bytes += message.data().length;
    while (bytes > maxBytes) {
      dropOldest();
    }
  }

  @Nullable Entry get(MessageId id) {
    return entries.get(id);
  }

  /** The ids that peers are told of now. */
  List<MessageId> ids(String topic) {
    List<MessageId> ids = new ArrayList<>();
    int window = 0;
    for (Deque<Entry> entriesOfWindow : windows) {
      if (window++ == told) {
        break;
      }
      for (Entry entry : entriesOfWindow) {
        if (entry.message.topic().equals(topic)) {
          ids.add(entry.id);
        }
      }
    }
    return ids;
  }

  /** A heartbeat has passed. */
  void shift() {
    windows.addFirst(new ArrayDeque<>());
    while (windows.size() > kept) {
      windows.removeLast().forEach(this::forget);
    }
  }

  long bytes() {
    return bytes;
  }

  private void dropOldest() {
    while (windows.getLast().isEmpty()) {
      windows.removeLast();
    }
    forget(windows.getLast().removeFirst());
  }

  private void forget(Entry entry) {
    entries.remove(entry.id);
    bytes -= entry.message.data().length;
  }
}
