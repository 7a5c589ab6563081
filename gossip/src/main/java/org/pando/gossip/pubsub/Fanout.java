package org.pando.gossip.pubsub;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.PeerId;

/**
 * The peers to which messages go of topics that we publish to and do not hear (gossipsub 1.0,
 * fanout). Owned by the router's thread.
 */
final class Fanout {
  private static final class Group {
    private final Set<PeerId> members = new LinkedHashSet<>();
    private long lastPublished;
  }

  private final RouterOptions options;
  private final Peers peers;
  private final PeerScores scores;
  private final RandomGenerator random;
  private final Map<String, Group> topics = new LinkedHashMap<>();

  Fanout(RouterOptions options, Peers peers, PeerScores scores, RandomGenerator random) {
    this.options = options;
    this.peers = peers;
    this.scores = scores;
    this.random = random;
  }

  /** Who gets what is published now. */
  Set<PeerId> publish(String topic, long now) {
    Group group = topics.computeIfAbsent(topic, none -> new Group());
    group.lastPublished = now;
    fill(topic, group);
    return group.members;
  }

  /** We hear the topic from now on; these were its peers. */
  Set<PeerId> join(String topic) {
    @Nullable Group group = topics.remove(topic);
    return group == null ? Set.of() : group.members;
  }

  void onGone(PeerId peer) {
    topics.values().forEach(group -> group.members.remove(peer));
  }

  void onHeartbeat(long now) {
    long timeToLive = options.times().fanout().toNanos();
    topics.values().removeIf(group -> now - group.lastPublished >= timeToLive);
    topics.forEach(this::fill);
  }

  Map<String, Set<PeerId>> topics() {
    Map<String, Set<PeerId>> members = new LinkedHashMap<>();
    topics.forEach((topic, group) -> members.put(topic, group.members));
    return members;
  }

  private void fill(String topic, Group group) {
    group.members.removeIf(
        member -> {
          @Nullable Peer peer = peers.get(member);
          return peer == null || !peer.hears(topic) || !isWorthy(member);
        });
    List<Peer> others =
        new ArrayList<>(
            peers.meshable(
                topic, peer -> !group.members.contains(peer.id()) && isWorthy(peer.id())));
    Collections.shuffle(others, random);
    int missing = Math.clamp(options.degrees().target() - group.members.size(), 0, others.size());
    others.subList(0, missing).forEach(peer -> group.members.add(peer.id()));
  }

  private boolean isWorthy(PeerId peer) {
    return scores.score(peer) >= scores.thresholds().publish();
  }
}
