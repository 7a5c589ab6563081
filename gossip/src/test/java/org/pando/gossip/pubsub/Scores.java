package org.pando.gossip.pubsub;

import org.pando.gossip.pubsub.ScoreOptions.TopicWeights;

/** Score options that show one thing at a time. */
final class Scores {
  private static final ScoreOptions DEFAULT = ScoreOptions.DEFAULT;

  private Scores() {}

  /** Each misdeed counts. */
  static ScoreOptions withoutMercy() {
    return new ScoreOptions(
        DEFAULT.topic(),
        DEFAULT.topicCap(),
        DEFAULT.applicationWeight(),
        DEFAULT.colocationWeight(),
        DEFAULT.colocationThreshold(),
        DEFAULT.behaviourWeight(),
        0,
        DEFAULT.behaviourDecay(),
        DEFAULT.retained(),
        DEFAULT.thresholds());
  }

  /** P1 is nothing. */
  static ScoreOptions withoutMeshSeconds() {
    TopicWeights topic = DEFAULT.topic();
    return new ScoreOptions(
        new TopicWeights(
            0,
            0,
            topic.firstDelivery(),
            topic.firstDeliveriesCap(),
            topic.firstDeliveriesDecay(),
            topic.invalid(),
            topic.invalidDecay()),
        DEFAULT.topicCap(),
        DEFAULT.applicationWeight(),
        DEFAULT.colocationWeight(),
        DEFAULT.colocationThreshold(),
        DEFAULT.behaviourWeight(),
        DEFAULT.behaviourThreshold(),
        DEFAULT.behaviourDecay(),
        DEFAULT.retained(),
        DEFAULT.thresholds());
  }
}
