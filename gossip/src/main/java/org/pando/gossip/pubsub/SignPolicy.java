package org.pando.gossip.pubsub;

/** What the messages of a topic say of their authors; one policy per topic, never mixed. */
public enum SignPolicy {
  /** Author, counter and signature are there, and right. */
  STRICT_SIGN,
  /** Author, counter, signature and key are absent. */
  STRICT_NO_SIGN
}
