package org.pando.resolver.replication;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipNode;
import org.pando.gossip.PeerId;
import org.pando.gossip.PeerStatus;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.policy.NetworkRules;
import org.pando.registry.record.Witness;
import org.pando.registry.replica.Replica;

/** What is told of the networks that are shared, and of who else is in them. Any thread. */
public final class SharingReport {
  private final Replica replica;
  private final Map<NetworkId, SharedNetwork> members;
  private final Map<Bytes, GossipNode> nodes;
  private final Map<NetworkId, String> problems;
  private final Synchronizer synchronizer;

  /**
   * @param members the networks that are shared
   * @param nodes of gossip, by their keys
   * @param problems why networks are not shared that should be
   */
  SharingReport(
      Replica replica,
      Map<NetworkId, SharedNetwork> members,
      Map<Bytes, GossipNode> nodes,
      Map<NetworkId, String> problems,
      Synchronizer synchronizer) {
    this.replica = replica;
    this.members = members;
    this.nodes = nodes;
    this.problems = problems;
    this.synchronizer = synchronizer;
  }

  /** How this node stands with the others of a network; empty when it is not shared. */
  public Optional<NetworkSync> sync(Network network) {
    SharedNetwork member = members.get(network.id());
    return member == null
        ? Optional.ofNullable(problems.get(network.id())).map(NetworkSync::apart)
        : Optional.of(synchronizer.of(network, member.connectedIds()));
  }

  /**
   * Where members of a network find this node; empty when it is not shared, or nobody can. Loopback
   * addresses only while there are no others.
   */
  public List<MemberAddress> addresses(Network network) {
    SharedNetwork member = members.get(network.id());
    if (member == null) {
      return List.of();
    }
    List<String> all = member.node().addresses();
    boolean isOnlyLoopback = all.stream().allMatch(MemberAddress::isLoopback);
    return all.stream()
        .filter(text -> isOnlyLoopback || !MemberAddress.isLoopback(text))
        .map(MemberAddress::of)
        .toList();
  }

  /**
   * The node of a witness.
   *
   * @param label a word for people
   * @param id as libp2p writes it
   * @param connected whether this node is connected to it now
   */
  public record WitnessNode(String label, String id, boolean connected) {}

  /** The node that decides the names of a network, when it has one witness; may be this one. */
  public Optional<WitnessNode> witness(Network network) {
    NetworkRules rules = replica.rules(network);
    List<Witness> all = rules.configs().get(rules.epoch()).witnesses();
    if (all.size() != 1) {
      return Optional.empty();
    }
    PeerId peer = WitnessLink.peer(all.getFirst());
    SharedNetwork member = members.get(network.id());
    boolean connected =
        member != null
            && member.node().peers().stream()
                .anyMatch(status -> status.connected() && status.peer().equals(peer));
    return Optional.of(new WitnessNode(all.getFirst().label(), peer.toString(), connected));
  }

  /**
   * What tells two replicas of a network apart, 16 bytes (registry specification, section 12);
   * empty while it is not shared, or its names are being loaded.
   */
  public Optional<Bytes> fingerprint(Network network) {
    return Optional.ofNullable(members.get(network.id()))
        .map(SharedNetwork::inventory)
        .filter(NetworkInventory::isWhole)
        .map(inventory -> inventory.hello().fingerprint());
  }

  /**
   * A peer.
   *
   * @param id as libp2p writes it
   * @param agent the program it says it is; empty before it has said
   * @param outbound whether this node made the connection
   * @param networks those that both are in, as far as it has said
   * @param addresses of its connections, or those that were tried
   * @param roundTrip null before it was measured
   * @param sync how this node stands with it, in these and in networks in which it was heard from
   * @param problem why it is not connected; empty when it is
   */
  public record Peer(
      String id,
      String agent,
      boolean connected,
      boolean outbound,
      List<Network> networks,
      List<PeerSync> sync,
      List<String> addresses,
      @Nullable Duration roundTrip,
      String problem) {}

  /** The peers of all networks, in no order. */
  public List<Peer> peers() {
    return nodes.entrySet().stream()
        .flatMap(
            node -> node.getValue().peers().stream().map(status -> peer(node.getKey(), status)))
        .toList();
  }

  private Peer peer(Bytes key, PeerStatus status) {
    List<SharedNetwork> ofNode =
        members.values().stream().filter(member -> member.key().equals(key)).toList();
    List<Network> common =
        ofNode.stream().filter(member -> member.has(status)).map(SharedNetwork::network).toList();
    List<PeerSync> sync =
        ofNode.stream()
            .map(member -> synchronizer.of(member.network(), status.peer()))
            .filter(peer -> peer.heard() != null || common.contains(peer.network()))
            .toList();
    return new Peer(
        status.peer().toString(),
        status.agent(),
        status.connected(),
        status.outbound(),
        common,
        sync,
        status.addresses(),
        status.roundTrip(),
        status.problem());
  }
}
