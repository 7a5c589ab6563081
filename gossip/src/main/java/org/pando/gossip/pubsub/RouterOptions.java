package org.pando.gossip.pubsub;

import java.time.Duration;

/**
 * How the router behaves; {@link #DEFAULT} has go-libp2p's values. A heartbeat is one second.
 *
 * @param floodPublish whether own messages go to all peers of the topic, not only to the mesh
 * @param peerExchange whether PRUNE names other peers
 */
public record RouterOptions(
    Degrees degrees, Gossip gossip, Times times, boolean floodPublish, boolean peerExchange) {
  public static final RouterOptions DEFAULT =
      new RouterOptions(
          new Degrees(6, 5, 12, 4, 2),
          new Gossip(6, 0.25, 5, 3, 5000, 10, 3, Duration.ofSeconds(3)),
          new Times(
              Duration.ofSeconds(120),
              Duration.ofSeconds(60),
              Duration.ofSeconds(60),
              Duration.ofSeconds(10),
              Duration.ofSeconds(10)),
          true,
          true);

  /**
   * How many peers a mesh has.
   *
   * @param target aimed at, D
   * @param low below it peers are grafted, Dlo
   * @param high above it peers are pruned, Dhi
   * @param best that stay for their score when peers are pruned, Dscore
   * @param outbound that we connected to, at least, Dout
   */
  public record Degrees(int target, int low, int high, int best, int outbound) {}

  /**
   * Who is told of messages outside of the mesh, and how much peers may tell us.
   *
   * @param lazy how many peers at least, Dlazy
   * @param factor which part of the peers at least
   * @param windows how many heartbeats messages are kept
   * @param told how many heartbeats peers are told of them
   * @param maxIds in the IHAVE of one peer in one heartbeat, to us and from us
   * @param maxIHaves RPCs with IHAVE of one peer in one heartbeat
   * @param maxRepeats how often a message is sent to one peer that wants it
   * @param followUp how long a peer may take to send what it has promised
   */
  public record Gossip(
      int lazy,
      double factor,
      int windows,
      int told,
      int maxIds,
      int maxIHaves,
      int maxRepeats,
      Duration followUp) {}

  /**
   * @param seen how long ids are remembered after their first sight
   * @param fanout how long peers of a topic that we only publish to are kept
   * @param backoff how long a pruned peer must not graft
   * @param unsubscribeBackoff the same, when we left the topic
   * @param graftFlood a GRAFT so early after the PRUNE counts twice
   */
  public record Times(
      Duration seen,
      Duration fanout,
      Duration backoff,
      Duration unsubscribeBackoff,
      Duration graftFlood) {}
}
