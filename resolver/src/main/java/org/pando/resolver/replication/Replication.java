package org.pando.resolver.replication;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipNode;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerStatus;
import org.pando.gossip.TopicHandler;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.owner.OwnKeys;
import org.pando.registry.owner.Progress;
import org.pando.registry.record.Bundle;
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

  private final SharingReport report;

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
    this.report = new SharingReport(replica, members, nodes, problems, synchronizer);
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
      List<PeerStatus> connected = member.connected();
      connected.forEach(status -> synchronizer.tend(member, status.peer()));
      synchronizer.forgetGone(member.network(), member.connectedIds());
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
    NodeNetworks networks = new NodeNetworks(key, members, synchronizer);
    started.serve(SyncStream.PROTOCOL, new SyncServer(replica, writer, networks));
    started.serve(
        WitnessServer.PROTOCOL,
        new WitnessServer(replica, writer, deciding, networks::find, budgets));
    started.listen(networks);
    return started;
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

  /** What is told of the networks that are shared, and of who else is in them. */
  public SharingReport report() {
    return report;
  }

  /**
   * Asks a witness on another node, for ten seconds at most.
   *
   * @return how the operation goes on, on the writer thread
   */
  public OwnKeys.Task<Progress> ask(Progress.Asks asks) {
    return witnesses.ask(asks);
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
