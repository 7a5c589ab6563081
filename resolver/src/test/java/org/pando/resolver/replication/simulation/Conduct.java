package org.pando.resolver.replication.simulation;

import org.pando.gossip.simulation.Behaviour;

/** How a replica's node behaves; at first honestly. */
interface Conduct extends Behaviour {
  /** Whether the replica is told of what gossip brings. */
  default boolean hears(byte[] payload) {
    return true;
  }

  /** Whether the replica may open streams. */
  default boolean opens() {
    return true;
  }

  /** What goes out on a stream instead of a message of the replica. */
  default byte[] says(byte[] message) {
    return message;
  }
}
