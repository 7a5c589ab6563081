package org.pando.gossip.simulation;

/**
 * What runs on a {@link SimulatedNode} from when it comes up until it goes down. A node that comes
 * back runs a new one. Called by the simulation's thread.
 */
public interface Program {
  /** The node is up; it has no connections yet. */
  void start();

  /**
   * A connection to a peer stands.
   *
   * @param outbound whether this node made it
   */
  void connected(SimulatedNode peer, boolean outbound);

  /** The connection to a peer has ended. */
  void disconnected(SimulatedNode peer);

  /** A packet has come whole. */
  void received(SimulatedNode from, Packet packet);

  /** The link to a peer, which was busy, takes the next packet. */
  default void writable(SimulatedNode peer) {}

  /** The node goes down, at once: nothing that is sent now arrives. */
  default void stopped() {}
}
