package org.pando.gossip.pubsub;

/** Which of the RPCs to one peer goes first; when there is no room, the last ones are dropped. */
public enum Priority {
  /** Subscriptions, GRAFT and PRUNE. */
  CONTROL,
  /** Messages that this node has made. */
  OWN,
  /** Messages of others. */
  FORWARD,
  /** IHAVE and IWANT. */
  GOSSIP
}
