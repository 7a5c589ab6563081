package org.pando.resolver.replication;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pando.gossip.GossipNode;
import org.pando.gossip.PeerId;
import org.pando.gossip.PeerStatus;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.store.Sharing;

/**
 * A network on its node of gossip.
 *
 * @param sharing as it was when the node was told
 */
record SharedNetwork(
    Network network, Sharing sharing, GossipNode node, NetworkInventory inventory) {
  /** Which node it is on: that of the open networks has the empty key. */
  Bytes key() {
    return keyOf(sharing);
  }

  SharedNetwork with(Sharing other) {
    return new SharedNetwork(network, other, node, inventory);
  }

  static Bytes keyOf(Sharing sharing) {
    Bytes key = sharing.key();
    return key == null ? Bytes.EMPTY : key;
  }

  /** Whether a peer has said that it is in this network. */
  boolean has(PeerStatus status) {
    return status.topics().contains(RecordTopic.of(network.id()).name());
  }

  /** The members that are connected. */
  List<PeerStatus> connected() {
    return node.peers().stream().filter(status -> status.connected() && has(status)).toList();
  }

  Set<PeerId> connectedIds() {
    return connected().stream().map(PeerStatus::peer).collect(Collectors.toSet());
  }
}
