package org.pando.gossip;

/**
 * Receives the messages of one topic. The contract that every handler is tested against: bytes that
 * do not decode are {@link Verdict#REJECT}, a replay and the handler's own overload are {@link
 * Verdict#IGNORE}. It is called by the node's workers, several at a time; it may verify signatures
 * and wait for a store, and does not throw.
 */
@FunctionalInterface
public interface TopicHandler {
  /**
   * @param payload the message, at most the topic's limit; the handler may keep it
   * @param from who handed it on, not who wrote it
   * @return what becomes of the message
   */
  Verdict handle(byte[] payload, PeerId from);
}
