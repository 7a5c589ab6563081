package org.pando.gossip.node;

import org.pando.gossip.GossipException;
import org.pando.gossip.GossipNode;
import org.pando.gossip.GossipOptions;
import org.pando.gossip.Surroundings;
import org.pando.gossip.pubsub.MessageIds;
import org.pando.gossip.pubsub.RouterOptions;
import org.pando.gossip.pubsub.SignPolicy;
import org.pando.gossip.pubsub.TopicRules;

/**
 * A node whose topics are as libp2p's default has them: signed, and named by author and counter.
 */
public final class SignedNode {
  private SignedNode() {}

  public static GossipNode start(GossipOptions options, Surroundings surroundings)
      throws GossipException {
    return Libp2pNode.start(
        options,
        surroundings,
        RouterOptions.DEFAULT,
        topic ->
            new TopicRules(
                topic.name(),
                TopicRules.of(topic).maxSize(),
                SignPolicy.STRICT_SIGN,
                MessageIds.FROM_AND_SEQNO));
  }
}
