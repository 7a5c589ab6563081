package org.pando.gossip.identify;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.PeerId;
import org.pando.gossip.host.Host;
import org.pando.gossip.host.Identified;

/**
 * Tells peers that this node changed: a second after the first of several changes, and not all
 * peers at once. Owned by the gossip loop.
 */
final class PushQueue {
  static final int AT_ONCE = 32;

  private static final Duration DEBOUNCE = Duration.ofSeconds(1);

  private final Host host;
  private final SelfDescription self;
  private final Set<PeerId> waiting = new LinkedHashSet<>();
  private Host.@Nullable Timer timer;
  private int open;
  private boolean closed;

  PushQueue(Host host, SelfDescription self) {
    this.host = host;
    this.self = self;
  }

  /** Something changed that peers are told. */
  void changed() {
    if (timer == null && !closed) {
      timer = host.after(DEBOUNCE, this::begin);
    }
  }

  void forget(PeerId peer) {
    waiting.remove(peer);
  }

  void close() {
    closed = true;
    waiting.clear();
    if (timer != null) {
      timer.cancel();
    }
  }

  /** A peer that has not said yet what it speaks will ask us itself. */
  private void begin() {
    timer = null;
    for (PeerId peer : host.peers()) {
      Identified identified = host.identified(peer);
      if (identified != null && identified.protocols().contains(Identify.PUSH)) {
        waiting.add(peer);
      }
    }
    pump();
  }

  private void pump() {
    Iterator<PeerId> next = waiting.iterator();
    while (open < AT_ONCE && next.hasNext()) {
      PeerId peer = next.next();
      next.remove();
      open++;
      host.open(
          peer,
          List.of(Identify.PUSH),
          new MessageSender(
              host,
              stream -> self.push(stream.connection()),
              stream -> {
                open--;
                pump();
              }));
    }
  }
}
