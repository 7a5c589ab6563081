package org.pando.gossip.pubsub;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pando.gossip.PeerId;
import org.pando.gossip.pubsub.Rpc.Control;
import org.pando.gossip.pubsub.Rpc.Prune;

/** The GRAFTs and PRUNEs of one event, so that each peer gets one RPC. */
final class ControlBatch {
  private record Lists(List<String> graft, List<Prune> prune) {}

  private final Map<PeerId, Lists> peers = new LinkedHashMap<>();

  void graft(PeerId peer, String topic) {
    of(peer).graft.add(topic);
  }

  void prune(PeerId peer, Prune prune) {
    of(peer).prune.add(prune);
  }

  void drainTo(List<Effect> effects) {
    peers.forEach(
        (peer, lists) -> {
          Control control = new Control(List.of(), List.of(), lists.graft, lists.prune, List.of());
          effects.add(new Effect.Send(peer, Rpc.control(control), Priority.CONTROL));
        });
    peers.clear();
  }

  private Lists of(PeerId peer) {
    return peers.computeIfAbsent(peer, none -> new Lists(new ArrayList<>(1), new ArrayList<>(1)));
  }
}
