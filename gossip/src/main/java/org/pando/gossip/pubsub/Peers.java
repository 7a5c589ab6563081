package org.pando.gossip.pubsub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.PeerId;

/** The connected peers, in the order in which they came. Owned by the router's thread. */
final class Peers {
  private final Map<PeerId, Peer> all = new LinkedHashMap<>();

  /** Those who get all messages of their topics, whatever the meshes. */
  private final Map<PeerId, Peer> outsideMeshes = new LinkedHashMap<>();

  /** The peer, new or with other traits than before. */
  Peer put(PeerId id, PeerTraits traits) {
    Peer peer = all.computeIfAbsent(id, none -> new Peer(id, traits));
    peer.become(traits);
    if (traits.direct() || !traits.version().hasMeshes()) {
      outsideMeshes.put(id, peer);
    } else {
      outsideMeshes.remove(id);
    }
    return peer;
  }

  void remove(PeerId id) {
    all.remove(id);
    outsideMeshes.remove(id);
  }

  @Nullable Peer get(PeerId id) {
    return all.get(id);
  }

  Collection<Peer> all() {
    return all.values();
  }

  Collection<Peer> outsideMeshes() {
    return outsideMeshes.values();
  }

  /** Those who hear the topic and are taken into meshes, if they suit. */
  List<Peer> meshable(String topic, Predicate<Peer> suits) {
    List<Peer> found = new ArrayList<>();
    for (Peer peer : all.values()) {
      boolean meshable = peer.traits().version().hasMeshes() && !peer.traits().direct();
      if (meshable && peer.hears(topic) && suits.test(peer)) {
        found.add(peer);
      }
    }
    return found;
  }
}
