package org.pando.resolver.replication;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipNode;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.PeerStatus;
import org.pando.gossip.TopicHandler;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.owner.OwnKeys;
import org.pando.registry.owner.Progress;
import org.pando.registry.policy.NetworkRules;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.Witness;
import org.pando.registry.replica.Replica;
import org.pando.registry.store.Sharing;
import org.pando.registry.witness.WitnessReply;
import org.pando.registry.witness.WitnessRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replicates the networks that are shared: what changes here is published, what others publish is
 * taken in, and with each peer the replica is compared as a whole now and then ({@link
 * Synchronizer}). Open networks have one node of gossip together; a closed one has its own, because
 * its key acts before anybody knows which network a connection is for. No network shared, no node:
 * nothing listens, announces or dials.
 *
 * <p>Any thread; {@link #follow} waits while nodes start and stop.
 */
public final class Replication implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Replication.class);

  private final Replica replica;
  private final RegistryWriter writer;
  private final Gossip gossip;
  private final Intake intake;
  private final Synchronizer synchronizer;
  private final Deciding deciding;
  private final PeerBudgets budgets;
  private final WitnessLink witnesses;
  private final Map<NetworkId, SharedNetwork> members = new ConcurrentHashMap<>();
  private final Map<Bytes, GossipNode> nodes = new ConcurrentHashMap<>();

  /** Why networks could not be joined at the last attempt. */
  private final Map<NetworkId, String> problems = new ConcurrentHashMap<>();

  private boolean closed;

  /** Starts nodes of gossip. */
  @FunctionalInterface
  public interface Gossip {
    /**
     * A node that is connected to nobody yet.
     *
     * @param key of a closed network, 32 bytes; empty for the open ones
     * @throws GossipException when it cannot listen: where, why, and what to do
     */
    GossipNode start(Bytes key) throws GossipException;
  }

  /** Decides as the witness of a network. Writer thread. */
  @FunctionalInterface
  public interface Deciding {
    WitnessReply answer(Network network, WitnessRequest request) throws RegistryException;
  }

  /**
   * What comparing replicas needs of the program.
   *
   * @param workers one thread for each session
   * @param verifiers a few threads for signatures; they outlive the workers
   * @param nanos a clock that only goes forward
   */
  public record Tools(
      Executor workers,
      Executor verifiers,
      LongSupplier nanos,
      InstantSource clock,
      RandomGenerator random) {}

  /**
   * @param deciding answers other members
   */
  public Replication(
      Replica replica, RegistryWriter writer, Gossip gossip, Deciding deciding, Tools tools) {
    this.replica = replica;
    this.writer = writer;
    this.gossip = gossip;
    this.intake = new Intake(replica, writer, tools.verifiers());
    this.synchronizer = new Synchronizer(tools, intake);
    this.deciding = deciding;
    this.budgets = new PeerBudgets(tools.nanos());
    this.witnesses =
        new WitnessLink(tools.workers(), network -> Optional.ofNullable(members.get(network)));
  }

  /** Publishes what changes in the registry from now on, and follows its networks. */
  public void begin() throws RegistryException {
    writer.call(
        () -> {
          replica.tell(this::changed);
          return true;
        });
    follow();
  }

  /**
   * Joins the networks that are shared since the last call, and leaves those that no longer are.
   */
  public synchronized void follow() {
    if (closed) {
      return;
    }
    Map<NetworkId, Network> shared = new LinkedHashMap<>();
    for (Network network : replica.networks()) {
      if (replica.sharing(network) != null) {
        shared.put(network.id(), network);
      }
    }
    List.copyOf(members.values()).stream()
        .filter(member -> !shared.containsKey(member.network().id()))
        .forEach(this::leave);
    shared.values().forEach(this::join);
    stopIdleNodes();
  }

  /** Compares the replica with those of peers with whom it is time to; from time to time. */
  public void tend() {
    follow();
    for (SharedNetwork member : List.copyOf(members.values())) {
      List<PeerStatus> connected = connected(member);
      connected.forEach(status -> synchronizer.tend(member, status.peer()));
      synchronizer.forgetGone(member.network(), ids(connected));
      remember(member, Acquaintances.renewed(member.sharing().peers(), connected));
    }
  }

  /** Keeps where members are for the next start. */
  private synchronized void remember(SharedNetwork member, List<String> peers) {
    Sharing before = member.sharing();
    if (peers.equals(before.peers()) || !member.equals(members.get(member.network().id()))) {
      return;
    }
    Sharing after = new Sharing(before.key(), peers);
    try {
      boolean isKept =
          writer.call(
              () -> {
                boolean isSame =
                    replica.networks().contains(member.network())
                        && before.equals(replica.sharing(member.network()));
                if (isSame) {
                  replica.share(member.network(), after);
                }
                return isSame;
              });
      if (isKept) {
        members.put(member.network().id(), member.with(after));
      }
    } catch (RegistryException e) {
      LOG.warn(
          "{}: where its members are is not kept: {}",
          member.network().suffixText(),
          e.getMessage());
    }
  }

  /** The members of a network that are connected. */
  private static List<PeerStatus> connected(SharedNetwork member) {
    return member.node().peers().stream()
        .filter(status -> status.connected() && isMember(status, member))
        .toList();
  }

  private static Set<PeerId> ids(List<PeerStatus> peers) {
    return peers.stream().map(PeerStatus::peer).collect(Collectors.toSet());
  }

  /** How this node stands with the others of a network; empty when it is not shared. */
  public Optional<NetworkSync> sync(Network network) {
    SharedNetwork member = members.get(network.id());
    return member == null
        ? Optional.ofNullable(problems.get(network.id())).map(NetworkSync::apart)
        : Optional.of(synchronizer.of(network, ids(connected(member))));
  }

  private static boolean isMember(PeerStatus status, SharedNetwork member) {
    return status.topics().contains(RecordTopic.of(member.network().id()).name());
  }

  private void join(Network network) {
    Sharing sharing = replica.sharing(network);
    SharedNetwork present = members.get(network.id());
    if (sharing == null || (present != null && present.sharing().equals(sharing))) {
      return;
    }
    try {
      GossipNode node = node(SharedNetwork.keyOf(sharing));
      NetworkInventory inventory =
          present == null ? new NetworkInventory(replica, network) : present.inventory();
      SharedNetwork member = new SharedNetwork(network, sharing, node, inventory);
      members.put(network.id(), member);
      if (present == null) {
        load(inventory);
        subscribe(node, network, new RecordTopic(network, intake));
      }
      for (String peer : sharing.peers()) {
        node.keep(PeerAddress.parse(peer));
      }
      problems.remove(network.id());
    } catch (GossipException e) {
      tellOnce(network, String.valueOf(e.getMessage()));
    }
  }

  /** Whoever hands on what others publish was heard from, too. */
  private void subscribe(GossipNode node, Network network, TopicHandler handler) {
    node.subscribe(
        RecordTopic.of(network.id()),
        (payload, from) -> {
          synchronizer.heard(network, from);
          return handler.handle(payload, from);
        });
  }

  /** A problem that stays is told of once. */
  private void tellOnce(Network network, String problem) {
    if (!problem.equals(problems.put(network.id(), problem))) {
      LOG.warn("{} is not shared with others now: {}", network.suffixText(), problem);
    }
  }

  /** In steps, so that other work of the writer thread comes in between. */
  private void load(NetworkInventory inventory) {
    writer.execute(
        () -> {
          try {
            if (inventory.load()) {
              load(inventory);
            }
          } catch (RegistryException e) {
            LOG.warn("names cannot be compared with those of others: {}", e.getMessage());
          }
        });
  }

  private GossipNode node(Bytes key) throws GossipException {
    GossipNode present = nodes.get(key);
    if (present != null) {
      return present;
    }
    GossipNode started = gossip.start(key);
    nodes.put(key, started);
    Known known = new Known(key);
    started.serve(SyncStream.PROTOCOL, new SyncServer(replica, writer, known));
    started.serve(
        WitnessServer.PROTOCOL, new WitnessServer(replica, writer, deciding, known, budgets));
    started.listen(new Arrivals(key));
    return started;
  }

  /** The networks on one node. */
  private final class Known implements SyncServer.Known {
    private final Bytes key;

    Known(Bytes key) {
      this.key = key;
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
  }

  /** Compares replicas with everybody who comes to one node. */
  private final class Arrivals implements GossipNode.PeerListener {
    private final Bytes key;

    Arrivals(Bytes key) {
      this.key = key;
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

  private void leave(SharedNetwork member) {
    member.node().unsubscribe(RecordTopic.of(member.network().id()).name());
    members.remove(member.network().id());
    synchronizer.forget(member.network().id());
  }

  private void stopIdleNodes() {
    List<Bytes> idle = new ArrayList<>();
    nodes.forEach(
        (key, node) -> {
          if (members.values().stream().noneMatch(member -> member.key().equals(key))) {
            node.close();
            idle.add(key);
          }
        });
    idle.forEach(nodes::remove);
  }

  private void changed(Network network, @Nullable Bundle before, Bundle after) {
    SharedNetwork member = members.get(network.id());
    if (member == null) {
      return;
    }
    member.inventory().changed(before, after);
    if (!intake.handsOn()) {
      return;
    }
    try {
      member.node().publish(RecordTopic.of(network.id()).name(), after.encode().toArray());
    } catch (GossipException e) {
      LOG.debug("{} was not published: {}", after.key(), e.getMessage());
    }
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
   * Asks a witness on another node, for ten seconds at most.
   *
   * @return how the operation goes on, on the writer thread
   */
  public OwnKeys.Task<Progress> ask(Progress.Asks asks) {
    return witnesses.ask(asks);
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
        ofNode.stream()
            .filter(member -> isMember(status, member))
            .map(SharedNetwork::network)
            .toList();
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

  @Override
  public void close() {
    List<GossipNode> open;
    synchronized (this) {
      closed = true;
      members.clear();
      open = List.copyOf(nodes.values());
      nodes.clear();
    }
    open.forEach(GossipNode::close);
  }
}
