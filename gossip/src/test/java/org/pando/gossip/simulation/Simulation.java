package org.pando.gossip.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;

/**
 * A network of nodes in virtual time, run by the calling thread. Everything that is left to chance
 * comes from the seed.
 */
public final class Simulation {
  /** Before the 32 bytes of an Ed25519 key in the peer id that holds it. */
  private static final byte[] PEER_ID_HEAD = {0x00, 0x24, 0x08, 0x01, 0x12, 0x20};

  private final Schedule schedule = new Schedule();
  private final SplittableRandom random;
  private final Latency latency;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final Map<PeerId, SimulatedNode> byId = new HashMap<>();
  private final List<Link> links = new ArrayList<>();
  private final Trace trace = new Trace();
  private final Faults faults;

  public Simulation(long seed, Latency latency) {
    this.random = new SplittableRandom(seed);
    this.latency = latency;
    this.faults = new Faults(this, random.split());
  }

  /**
   * Adds a node, which comes up at once, without links.
   *
   * @param programs makes what runs on it, each time that it comes up
   */
  public SimulatedNode add(Function<SimulatedNode, ? extends Program> programs) {
    RandomGenerator own = random.split();
    SimulatedNode node = new SimulatedNode(this, nodes.size(), peerId(own), own, programs);
    nodes.add(node);
    byId.put(node.id(), node);
    node.up();
    return node;
  }

  /** Adds several. */
  public List<SimulatedNode> add(int count, Function<SimulatedNode, ? extends Program> programs) {
    List<SimulatedNode> added = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      added.add(add(programs));
    }
    return added;
  }

  private static PeerId peerId(RandomGenerator random) {
    byte[] multihash = new byte[PEER_ID_HEAD.length + 32];
    random.nextBytes(multihash);
    System.arraycopy(PEER_ID_HEAD, 0, multihash, 0, PEER_ID_HEAD.length);
    try {
      return PeerId.of(multihash);
    } catch (GossipException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Links nodes. */
  public void connect(List<SimulatedNode> among, Topology topology) {
    topology.dial(this, among, random.split());
  }

  /** Links two nodes; the link that they have already stays theirs. */
  public void dial(SimulatedNode from, SimulatedNode to) {
    if (from.link(to) == null) {
      Link link = new Link(this, from, to, latency, random.split());
      links.add(link);
      from.add(link);
      to.add(link);
      link.dial();
    }
  }

  public List<SimulatedNode> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  public List<Link> links() {
    return Collections.unmodifiableList(links);
  }

  /**
   * @throws IllegalArgumentException when no node has the id
   */
  public SimulatedNode node(PeerId id) {
    SimulatedNode node = byId.get(id);
    if (node == null) {
      throw new IllegalArgumentException("no node has the id " + id);
    }
    return node;
  }

  public Faults faults() {
    return faults;
  }

  public Trace trace() {
    return trace;
  }

  /** Nanoseconds since the beginning. */
  public long now() {
    return schedule.now();
  }

  void at(long time, Runnable action) {
    schedule.at(time, action);
  }

  /** Lets something happen later. */
  public void after(Duration delay, Runnable action) {
    schedule.at(schedule.now() + delay.toNanos(), action);
  }

  /** Runs for this long. */
  public void run(Duration period) {
    schedule.runUntil(schedule.now() + period.toNanos());
  }

  void record(Trace.Event event, SimulatedNode from, SimulatedNode to, long detail) {
    trace.record(event, schedule.now(), from, to, detail);
  }
}
