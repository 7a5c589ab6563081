package org.pando.gossip.simulation;

/** What one node sends to another over a {@link Link}; immutable, as both hold the same object. */
public interface Packet {
  /** How many bytes it takes on the wire, encoded. */
  int size();
}
