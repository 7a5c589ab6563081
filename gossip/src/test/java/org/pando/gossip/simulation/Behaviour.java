package org.pando.gossip.simulation;

import org.jspecify.annotations.Nullable;
import org.pando.gossip.pubsub.Rpc;

/** How a {@link RouterProgram} differs from an honest one, which is not at all. */
public interface Behaviour {
  /** The program runs. */
  default void start(RouterProgram program) {}

  /** What goes to a peer instead of what the router says; {@code null} for nothing. */
  default @Nullable Rpc outgoing(SimulatedNode to, Rpc rpc) {
    return rpc;
  }

  /** A peer has said something, which the router hears after this. */
  default void incoming(SimulatedNode from, Rpc rpc) {}
}
