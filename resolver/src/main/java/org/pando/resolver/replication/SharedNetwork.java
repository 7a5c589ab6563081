package org.pando.resolver.replication;

import org.pando.gossip.GossipNode;
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
}
