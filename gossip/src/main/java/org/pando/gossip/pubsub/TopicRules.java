package org.pando.gossip.pubsub;

import java.util.function.Function;
import org.pando.gossip.GossipException;
import org.pando.gossip.Topic;

/**
 * What all nodes of a topic agree on.
 *
 * @param maxSize of the payload in bytes, 1 to {@link RpcCodec#MAX_DATA}
 * @param id the ids of its messages, 1 to {@link RpcCodec#MAX_ID} bytes, the same for all nodes; it
 *     sees only messages that have the fields of the policy
 */
public record TopicRules(
    String name, int maxSize, SignPolicy policy, Function<Message, MessageId> id) {

  /** Of payloads that stand for themselves: nobody signs, and the same payload is sent once. */
  public static TopicRules of(Topic topic) {
    return new TopicRules(
        topic.name(),
        Math.min(topic.maxSize(), RpcCodec.MAX_DATA),
        SignPolicy.STRICT_NO_SIGN,
        MessageIds.SHA256_OF_DATA);
  }

  /**
   * Asserts that a payload of so many bytes may be sent.
   *
   * @throws GossipException LIMIT
   */
  public void checkSize(int bytes) throws GossipException {
    if (bytes < 1 || bytes > maxSize) {
      throw GossipException.limit(
          "a message of "
              + bytes
              + " bytes for topic "
              + name
              + "; allowed are 1 to "
              + maxSize
              + " bytes");
    }
  }
}
