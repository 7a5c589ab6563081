package org.pando.gossip.pubsub;

import java.time.Duration;

/**
 * What conduct is worth. Weights of bad conduct are negative. The delivery-rate penalties P3 and
 * P3b of the specification are left out: topics here are silent for long.
 *
 * @param topicCap the most that the topics together add
 * @param applicationWeight of P5
 * @param colocationWeight of P6: the square of the peers above the threshold that share an IP
 *     address (IPv6: a /64); private and loopback addresses do not count
 * @param colocationThreshold how many peers may share an address
 * @param behaviourWeight of P7: the square of the misdeeds above the threshold
 * @param behaviourThreshold how many misdeeds cost nothing
 * @param behaviourDecay what remains of the misdeeds after a second, 0 to 1
 * @param retained how long a peer that has gone keeps its score, which does not decay meanwhile
 */
public record ScoreOptions(
    TopicWeights topic,
    double topicCap,
    double applicationWeight,
    double colocationWeight,
    int colocationThreshold,
    double behaviourWeight,
    double behaviourThreshold,
    double behaviourDecay,
    Duration retained,
    Thresholds thresholds) {
  /** Misdeeds are half forgotten after nine minutes, deliveries after ten. */
  public static final ScoreOptions DEFAULT =
      new ScoreOptions(
          new TopicWeights(0.02, 100, 0.08, 100, 0.999, -10, 0.994),
          10,
          10,
          -5,
          10,
          -10,
          6,
          0.9987,
          Duration.ofHours(1),
          new Thresholds(-10, -50, -80, 10, 1));

  /**
   * What conduct in one topic is worth.
   *
   * @param meshSecond P1, for each second in our mesh
   * @param meshSecondsCap the most seconds that count
   * @param firstDelivery P2, for each message that came from this peer first
   * @param firstDeliveriesCap the most that count
   * @param firstDeliveriesDecay what remains of them after a second
   * @param invalid P4, for the square of the messages that were rejected
   * @param invalidDecay what remains of them after a second
   */
  public record TopicWeights(
      double meshSecond,
      double meshSecondsCap,
      double firstDelivery,
      double firstDeliveriesCap,
      double firstDeliveriesDecay,
      double invalid,
      double invalidDecay) {}

  /**
   * Scores below which, or from which on, a peer is treated differently.
   *
   * @param gossip below it there is no IHAVE and IWANT with it
   * @param publish below it own messages do not go to it
   * @param graylist below it nothing from it counts
   * @param acceptPeers from it on, nodes that it names are tried
   * @param opportunistic a mesh whose median is below it takes better peers in
   */
  public record Thresholds(
      double gossip, double publish, double graylist, double acceptPeers, double opportunistic) {}
}
