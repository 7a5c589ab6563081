package org.pando.gossip.host;

import org.pando.gossip.PeerId;

/** Hears of peers and of this host; called on the gossip loop. */
public interface HostListener {
  /** The first connection to the peer stands. */
  default void connected(PeerId peer, ConnectionInfo first) {}

  /** The peer has said what it is, the first time or anew. */
  default void identified(PeerId peer, Identified identified) {}

  /** The last connection to the peer has ended; its streams are closed by now. */
  default void disconnected(PeerId peer) {}

  /** {@link Host#protocols} or {@link Host#addresses} say something else than before. */
  default void changed() {}
}
