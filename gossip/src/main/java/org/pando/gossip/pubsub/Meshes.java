package org.pando.gossip.pubsub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.PeerId;
import org.pando.gossip.pubsub.RouterOptions.Degrees;
import org.pando.gossip.pubsub.Rpc.PeerInfo;
import org.pando.gossip.pubsub.Rpc.Prune;

/**
 * For each topic that we hear the peers to which its messages go at once (gossipsub 1.1, mesh
 * maintenance). Owned by the router's thread.
 */
final class Meshes {
  /** How many peers a PRUNE names. */
  static final int MAX_PEER_EXCHANGE = 16;

  /** How many better peers a mesh takes in that does badly. */
  private static final int OPPORTUNISTIC_PEERS = 2;

  /** A topic and who is in its mesh. */
  static final class Mesh {
    private final TopicRules rules;
    private final Set<PeerId> members = new LinkedHashSet<>();

    private Mesh(TopicRules rules) {
      this.rules = rules;
    }

    TopicRules rules() {
      return rules;
    }

    Set<PeerId> members() {
      return members;
    }

    private String topic() {
      return rules.name();
    }
  }

  private final RouterOptions options;
  private final Peers peers;
  private final PeerScores scores;
  private final Backoffs backoffs;
  private final RandomGenerator random;
  private final ControlBatch control = new ControlBatch();
  private final Map<String, Mesh> topics = new LinkedHashMap<>();

  Meshes(
      RouterOptions options,
      Peers peers,
      PeerScores scores,
      Backoffs backoffs,
      RandomGenerator random) {
    this.options = options;
    this.peers = peers;
    this.scores = scores;
    this.backoffs = backoffs;
    this.random = random;
  }

  @Nullable Mesh get(String topic) {
    return topics.get(topic);
  }

  Collection<Mesh> all() {
    return topics.values();
  }

  /** What the last calls want said, which leaves nothing. */
  void drainTo(List<Effect> effects) {
    control.drainTo(effects);
  }

  /**
   * @param preferred peers of the topic that are taken first
   */
  void join(TopicRules rules, Collection<PeerId> preferred, long now) {
    Mesh mesh = new Mesh(rules);
    topics.put(rules.name(), mesh);
    int target = options.degrees().target();
    graft(mesh, suitable(mesh, now, peer -> preferred.contains(peer.id())), target, now);
    graft(mesh, suitable(mesh, now, peer -> true), target - mesh.members.size(), now);
  }

  void leave(String topic, long now) {
    @Nullable Mesh mesh = topics.remove(topic);
    if (mesh != null) {
      long nanos = options.times().unsubscribeBackoff().toNanos();
      for (PeerId member : List.copyOf(mesh.members)) {
        prune(mesh, member, nanos, options.peerExchange(), now);
      }
    }
  }

  /** The peer hears a topic, or says so again. */
  void onSubscribed(Peer peer, Mesh mesh, long now) {
    if (mesh.members.size() < options.degrees().low()
        && suitable(mesh, now, other -> other == peer).contains(peer)) {
      graft(mesh, List.of(peer), 1, now);
    }
  }

  /** The peer is gone, or does not hear the topic any more. */
  void onUnsubscribed(PeerId peer, Mesh mesh) {
    if (mesh.members.remove(peer)) {
      scores.pruned(peer, mesh.topic());
    }
  }

  void onGone(PeerId peer) {
    topics.values().forEach(mesh -> onUnsubscribed(peer, mesh));
  }

  /** The peer's stream is a new one: what the old one still held may be lost. */
  void remind(PeerId peer) {
    for (Mesh mesh : topics.values()) {
      if (mesh.members.contains(peer)) {
        control.graft(peer, mesh.topic());
      }
    }
  }

  /**
   * The peer has taken us into its mesh.
   *
   * @return why it is not taken into ours, {@code null} when it is
   */
  @Nullable Refusal onGraft(Peer peer, Mesh mesh, long now) {
    PeerId id = peer.id();
    if (mesh.members.contains(id)) {
      return null;
    }
    long nanos = options.times().backoff().toNanos();
    if (peer.traits().direct()) {
      prune(mesh, id, nanos, false, now);
      return Refusal.GRAFT_OF_DIRECT;
    }
    if (backoffs.isTooEarly(mesh.topic(), id, now)) {
      long flood = options.times().graftFlood().toNanos();
      boolean isFlood = backoffs.isSince(mesh.topic(), id, now, flood);
      scores.misbehaved(id, isFlood ? 2 : 1);
      prune(mesh, id, nanos, false, now);
      return Refusal.GRAFT_IN_BACKOFF;
    }
    if (scores.score(id) < 0) {
      prune(mesh, id, nanos, false, now);
      return Refusal.LOW_SCORE;
    }
    if (mesh.members.size() >= options.degrees().high() && !peer.traits().outbound()) {
      prune(mesh, id, nanos, options.peerExchange(), now);
      return Refusal.GRAFT_OF_FULL_MESH;
    }
    mesh.members.add(id);
    scores.grafted(id, mesh.topic(), now);
    return null;
  }

  /** The peer has taken us out of its mesh. */
  void onPrune(PeerId peer, Mesh mesh, long backoffNanos, long now) {
    onUnsubscribed(peer, mesh);
    backoffs.begin(mesh.topic(), peer, now, backoffNanos);
  }

  void onHeartbeat(boolean opportunistic, long now) {
    for (Mesh mesh : topics.values()) {
      maintain(mesh, now);
      if (opportunistic && mesh.members.size() > 1) {
        improve(mesh, now);
      }
    }
  }

  private void maintain(Mesh mesh, long now) {
    Degrees degrees = options.degrees();
    for (PeerId member : List.copyOf(mesh.members)) {
      if (scores.score(member) < 0) {
        prune(mesh, member, options.times().backoff().toNanos(), false, now);
      }
    }
    if (mesh.members.size() < degrees.low()) {
      graft(mesh, suitable(mesh, now, peer -> true), degrees.target() - mesh.members.size(), now);
    }
    if (mesh.members.size() > degrees.high()) {
      shrink(mesh, now);
    }
    int missing = degrees.outbound() - outbound(mesh.members);
    if (mesh.members.size() >= degrees.low() && missing > 0) {
      graft(mesh, suitable(mesh, now, peer -> peer.traits().outbound()), missing, now);
    }
  }

  /** Keeps the best, then chance decides, but some that we connected to ourselves stay. */
  private void shrink(Mesh mesh, long now) {
    Degrees degrees = options.degrees();
    List<PeerId> ranked = new ArrayList<>(mesh.members);
    Collections.shuffle(ranked, random);
    ranked.sort(Comparator.comparingDouble(scores::score).reversed());
    Collections.shuffle(ranked.subList(degrees.best(), ranked.size()), random);
    List<PeerId> kept = ranked.subList(0, degrees.target());
    List<PeerId> rest = ranked.subList(degrees.target(), ranked.size());
    int missing = degrees.outbound() - outbound(kept);
    int place = kept.size() - 1;
    for (int i = 0; i < rest.size() && missing > 0; i++) {
      if (!isOutbound(rest.get(i))) {
        continue;
      }
      while (isOutbound(kept.get(place))) {
        place--;
      }
      rest.set(i, kept.set(place, rest.get(i)));
      missing--;
    }
    for (PeerId pruned : List.copyOf(rest)) {
      prune(mesh, pruned, options.times().backoff().toNanos(), options.peerExchange(), now);
    }
  }

  /** Opportunistic grafting. */
  private void improve(Mesh mesh, long now) {
    double[] sorted = mesh.members.stream().mapToDouble(scores::score).sorted().toArray();
    double median = sorted[sorted.length / 2];
    if (median < scores.thresholds().opportunistic()) {
      List<Peer> better = suitable(mesh, now, peer -> scores.score(peer.id()) > median);
      graft(mesh, better, OPPORTUNISTIC_PEERS, now);
    }
  }

  /** Peers that may be grafted now. */
  private List<Peer> suitable(Mesh mesh, long now, Predicate<Peer> wanted) {
    return peers.meshable(
        mesh.topic(),
        peer ->
            wanted.test(peer)
                && !mesh.members.contains(peer.id())
                && !backoffs.isBackedOff(mesh.topic(), peer.id(), now)
                && scores.score(peer.id()) >= 0);
  }

  private void graft(Mesh mesh, List<Peer> candidates, int most, long now) {
    List<Peer> shuffled = new ArrayList<>(candidates);
    Collections.shuffle(shuffled, random);
    for (Peer peer : shuffled.subList(0, Math.clamp(most, 0, shuffled.size()))) {
      mesh.members.add(peer.id());
      scores.grafted(peer.id(), mesh.topic(), now);
      control.graft(peer.id(), mesh.topic());
    }
  }

  private void prune(Mesh mesh, PeerId peer, long nanos, boolean peerExchange, long now) {
    onUnsubscribed(peer, mesh);
    backoffs.begin(mesh.topic(), peer, now, nanos);
    @Nullable Peer known = peers.get(peer);
    if (known == null) {
      return;
    }
    boolean says = known.traits().version().hasPeerExchange();
    long seconds = says ? nanos / 1_000_000_000L : 0;
    List<PeerInfo> others = says && peerExchange ? others(mesh.topic(), peer) : List.of();
    control.prune(peer, new Prune(mesh.topic(), others, seconds));
  }

  /** Other nodes that the pruned one may try. */
  private List<PeerInfo> others(String topic, PeerId pruned) {
    List<PeerInfo> infos = new ArrayList<>();
    List<Peer> known =
        peers.meshable(topic, peer -> !peer.id().equals(pruned) && scores.score(peer.id()) >= 0);
    Collections.shuffle(known, random);
    for (Peer peer : known) {
      byte @Nullable [] record = peer.signedRecord();
      if (record != null && infos.size() < MAX_PEER_EXCHANGE) {
        infos.add(new PeerInfo(peer.id().bytes(), record));
      }
    }
    return infos;
  }

  private int outbound(Collection<PeerId> members) {
    return (int) members.stream().filter(this::isOutbound).count();
  }

  private boolean isOutbound(PeerId member) {
    @Nullable Peer peer = peers.get(member);
    return peer != null && peer.traits().outbound();
  }
}
