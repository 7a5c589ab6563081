package org.pando.gossip.simulation;

import java.time.Duration;
import java.util.List;
import java.util.function.ToIntFunction;

/** A network of honest nodes of one topic, and perhaps hostile ones, as most tests want it. */
final class Network {
  static final String TOPIC = "t";

  /** As large as what the registry gossips. */
  static final int PAYLOAD = 900;

  /** How long a network takes until its meshes stand. */
  private static final Duration SETTLED = Duration.ofSeconds(15);

  final Simulation simulation;
  final Broadcasts broadcasts;
  final List<SimulatedNode> honest;

  private Network(Simulation simulation, int honest) {
    this.simulation = simulation;
    this.broadcasts = new Broadcasts(simulation, TOPIC);
    this.honest = simulation.add(honest, node -> broadcasts.program(node, Setup.HONEST));
  }

  /** Links of the internet, ten dials each, settled. */
  static Network settled(long seed, int nodes) {
    return settled(seed, nodes, Topology.random(10));
  }

  static Network settled(long seed, int nodes, Topology topology) {
    Network network = new Network(new Simulation(seed, Latency.internet()), nodes);
    network.simulation.connect(network.honest, topology);
    network.run(SETTLED);
    return network;
  }

  /** Nodes that dial others as the honest do, not dialed themselves. */
  List<SimulatedNode> join(int count, Setup setup, int dials, List<SimulatedNode> whom) {
    List<SimulatedNode> joined = simulation.add(count, node -> broadcasts.program(node, setup));
    for (SimulatedNode node : joined) {
      simulation.connect(
          whom, (same, among, random) -> Topology.dialSome(simulation, node, among, dials, random));
    }
    return joined;
  }

  /** The honest publish, one after the other. */
  void publish(double perSecond, Duration period) {
    broadcasts.publish(honest, perSecond, period, PAYLOAD);
  }

  void run(Duration period) {
    simulation.run(period);
  }

  boolean isHonest(SimulatedNode node) {
    return node.index() < honest.size();
  }

  /** What honest nodes have not heard and ought to have. */
  List<String> missing() {
    return broadcasts.missing(this::isHonest);
  }

  /** The sum over the honest nodes. */
  int sum(ToIntFunction<RouterProgram> of) {
    return honest.stream().mapToInt(node -> of.applyAsInt(RouterProgram.of(node))).sum();
  }
}
