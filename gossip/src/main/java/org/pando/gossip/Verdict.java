package org.pando.gossip;

/**
 * What a {@link TopicHandler} says of a message, after gossipsub 1.1's extended validators.
 *
 * <p>A handler that is overloaded answers {@link #IGNORE}, never {@link #REJECT}: our own state is
 * not the sender's fault.
 */
public enum Verdict {
  /** Valid and new: forwarded to other peers. */
  ACCEPT,
  /** Not forwarded; the sender's score is unchanged. */
  IGNORE,
  /** Invalid for every node alike: not forwarded; the sender's score falls. */
  REJECT
}
