package org.pando.gossip.simulation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Who dials whom. */
@FunctionalInterface
public interface Topology {
  /** Dials among these nodes. */
  void dial(Simulation simulation, List<SimulatedNode> nodes, RandomGenerator random);

  /** Everybody dials this many others by chance, so has twice as many connections on average. */
  static Topology random(int dials) {
    return (simulation, nodes, random) -> {
      for (SimulatedNode node : nodes) {
        dialSome(simulation, node, nodes, dials, random);
      }
    };
  }

  /** Everybody dials the one before: the fewest connections, the longest way. */
  static Topology line() {
    return (simulation, nodes, random) -> {
      for (int i = 1; i < nodes.size(); i++) {
        simulation.dial(nodes.get(i), nodes.get(i - 1));
      }
    };
  }

  /** Everybody has a connection to everybody. */
  static Topology complete() {
    return (simulation, nodes, random) -> {
      for (int i = 1; i < nodes.size(); i++) {
        for (int j = 0; j < i; j++) {
          simulation.dial(nodes.get(i), nodes.get(j));
        }
      }
    };
  }

  /** One node dials some of these, never itself, nor one it is linked to already. */
  static void dialSome(
      Simulation simulation,
      SimulatedNode from,
      List<SimulatedNode> among,
      int dials,
      RandomGenerator random) {
    Set<SimulatedNode> tried = new HashSet<>();
    for (int made = 0; made < dials && tried.size() < among.size(); ) {
      SimulatedNode to = among.get(random.nextInt(among.size()));
      if (tried.add(to) && to != from && from.link(to) == null) {
        simulation.dial(from, to);
        made++;
      }
    }
  }
}
