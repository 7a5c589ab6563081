package org.pando.resolver.replication.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.pando.gossip.simulation.Latency;
import org.pando.gossip.simulation.SimulatedNode;
import org.pando.gossip.simulation.Simulation;
import org.pando.gossip.simulation.Topology;

/**
 * One run: replicas find each other, owners publish while nodes come and go, packets get lost and
 * the network falls apart twice, into two parts and into three; then it heals.
 */
final class Scenario {
  private static final Duration SETTLED = Duration.ofSeconds(20);
  private static final Duration STEP = Duration.ofSeconds(5);
  private static final double LOSS = 0.05;

  private final Size size;
  private final World world;
  private final Simulation simulation;
  private final List<SimulatedNode> nodes;
  private final List<SimulatedNode> honest;
  private final Owners owners;
  private Duration healed = Duration.ZERO;

  /**
   * How large a run is.
   *
   * @param updates what owners publish, first claims included
   * @param names of the updates so many claim a name
   * @param workload how long owners publish
   * @param hostile share of the nodes, 0 to 1
   */
  record Size(int replicas, int updates, int names, Duration workload, double hostile) {}

  Scenario(long seed, Size size) {
    this.size = size;
    this.world = new World(size.hostile());
    this.simulation = new Simulation(seed, Latency.internet());
    this.nodes = simulation.add(size.replicas(), node -> new ReplicaProgram(node, world));
    this.honest = nodes.stream().filter(node -> !world.isHostile(node)).toList();
    RandomGenerator random = new SplittableRandom(seed);
    this.owners = new Owners(world, random);
    world.settle(nodes);
    simulation.connect(nodes, Topology.random(8));
    simulation.run(SETTLED);
  }

  World world() {
    return world;
  }

  List<SimulatedNode> honest() {
    return honest;
  }

  Simulation simulation() {
    return simulation;
  }

  /**
   * Everything that goes wrong does, while owners publish. At the end the network is in three
   * parts, and some nodes are still away; then it heals.
   */
  void run() {
    Duration period = size.workload();
    simulation.faults().loss(LOSS);
    simulation.faults().breaks(size.replicas() / 50.0, period);
    simulation
        .faults()
        .churn(0.7 * size.replicas() / period.toSeconds(), period, Duration.ofSeconds(60));
    for (int i = 0; i < size.updates(); i++) {
      simulation.after(
          period.multipliedBy(i).dividedBy(size.updates()),
          i < size.names() ? owners::claim : owners::change);
    }
    run(15);
    divide(2);
    run(20);
    simulation.faults().heal();
    run(30);
    divide(3);
    run(35);
    simulation.faults().heal();
  }

  private void run(int percent) {
    simulation.run(size.workload().multipliedBy(percent).dividedBy(100));
    Figures figures = world.figures();
    nodes.stream()
        .filter(SimulatedNode::isUp)
        .map(node -> ReplicaProgram.of(node).router())
        .forEach(router -> figures.waiting(router.queuedBytes(), router.router().footprint()));
  }

  private void divide(int parts) {
    simulation.faults().divide(node -> node.index() / 3 % parts);
  }

  /** Runs on until all honest replicas hold what they must, at most so long. */
  boolean convergesWithin(Duration limit) {
    boolean converged = isConverged();
    while (!converged && healed.compareTo(limit) < 0) {
      simulation.run(STEP);
      healed = healed.plus(STEP);
      converged = isConverged();
    }
    return converged;
  }

  private boolean isConverged() {
    return nodes.stream().allMatch(SimulatedNode::isUp)
        && world.hasNothingUndone()
        && missing() == 0;
  }

  /** How many names are not as they must be, over all honest replicas. */
  long missing() {
    return honest.stream().mapToLong(world::missing).sum();
  }

  /** A row of the table in the resolver's README. */
  String row() {
    Figures figures = world.figures();
    long bytes = nodes.stream().mapToLong(node -> node.traffic().sentBytes()).sum();
    long packets = nodes.stream().mapToLong(node -> node.traffic().sentPackets()).sum();
    double each = (double) size.updates() * size.replicas();
    return String.format(
        Locale.ROOT,
        "| %d | %d | %.0f s | %d s | %.1f | %.2f | %d | %.2f | %x |",
        size.replicas(),
        size.updates(),
        simulation.now() / 1e9,
        healed.toSeconds(),
        packets / each,
        bytes / each / 1000,
        figures.sessions(),
        figures.streamBytes() / each / 1000,
        simulation.trace().digest());
  }
}
