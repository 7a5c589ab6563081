package org.pando.resolver.replication;

import java.util.Map;
import java.util.Optional;
import org.pando.gossip.GossipNode;
import org.pando.gossip.PeerId;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;

/**
 * The networks on one node of gossip, for those who come to it: peers that ask, and with whom
 * replicas are compared. Any thread.
 */
final class NodeNetworks implements SyncServer.Known, GossipNode.PeerListener {
  private final Bytes key;
  private final Map<NetworkId, SharedNetwork> members;
  private final Synchronizer synchronizer;

  /**
   * @param key of the node: a closed network's, or empty
   * @param members all networks that are shared, on whichever node
   */
  NodeNetworks(Bytes key, Map<NetworkId, SharedNetwork> members, Synchronizer synchronizer) {
    this.key = key;
    this.members = members;
    this.synchronizer = synchronizer;
  }

  @Override
  public Optional<SharedNetwork> find(NetworkId network) {
    return Optional.ofNullable(members.get(network)).filter(member -> member.key().equals(key));
  }

  @Override
  public void heard(PeerId peer, Network network) {
    synchronizer.heard(network, peer);
  }

  @Override
  public boolean asks(PeerId peer, SharedNetwork network, SyncMessage.Hello theirs) {
    return synchronizer.asked(network, peer, theirs);
  }

  @Override
  public boolean mayCopy(PeerId peer, Network network) {
    return synchronizer.mayCopy(network, peer);
  }

  @Override
  public void connected(PeerId peer) {
    members.values().stream()
        .filter(member -> member.key().equals(key))
        .forEach(member -> synchronizer.arrived(member, peer));
  }

  @Override
  public void disconnected(PeerId peer) {}
}
