package org.pando.gossip.host;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.PeerId;

/** What is served, and how many streams of it each peer has open. Owned by the gossip loop. */
final class Protocols {
  private record Served(Supplier<? extends StreamHandler> handlers, int maxPerPeer) {}

  private record Use(PeerId peer, String protocol) {}

  private final Map<String, Served> served = new HashMap<>();
  private final Map<Use, Integer> open = new HashMap<>();

  void serve(String protocol, Supplier<? extends StreamHandler> handlers, int maxPerPeer) {
    if (served.putIfAbsent(protocol, new Served(handlers, maxPerPeer)) != null) {
      throw new IllegalArgumentException(protocol + " is served already");
    }
  }

  boolean serves(String protocol) {
    return served.containsKey(protocol);
  }

  Set<String> names() {
    return Set.copyOf(served.keySet());
  }

  /** A handler for one more stream; {@code null} when the peer has as many as it may. */
  @Nullable StreamHandler accept(PeerId peer, String protocol) {
    Served serving = served.get(protocol);
    Use use = new Use(peer, protocol);
    int count = open.getOrDefault(use, 0);
    if (serving == null || count >= serving.maxPerPeer()) {
      return null;
    }
    open.put(use, count + 1);
    return serving.handlers().get();
  }

  void released(PeerId peer, String protocol) {
    open.computeIfPresent(new Use(peer, protocol), (use, count) -> count > 1 ? count - 1 : null);
  }
}
