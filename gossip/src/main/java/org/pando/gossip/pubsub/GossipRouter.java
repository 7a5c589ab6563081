package org.pando.gossip.pubsub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.gossip.Verdict;
import org.pando.gossip.pubsub.Effect.Connect;
import org.pando.gossip.pubsub.Effect.Deliver;
import org.pando.gossip.pubsub.Effect.Disconnect;
import org.pando.gossip.pubsub.Effect.Send;
import org.pando.gossip.pubsub.Meshes.Mesh;
import org.pando.gossip.pubsub.RouterOptions.Gossip;
import org.pando.gossip.pubsub.Rpc.Control;
import org.pando.gossip.pubsub.Rpc.IHave;
import org.pando.gossip.pubsub.Rpc.Prune;
import org.pando.gossip.pubsub.Rpc.Subscription;

/**
 * The gossipsub router (libp2p's gossipsub 1.0, 1.1 and 1.2): one state machine, which is why it is
 * one file. Everything that happens is a call with its time in nanoseconds; what is to be done is
 * what the call returns. Belongs to one thread.
 *
 * <p>A message goes: size, topic, policy's fields, id, seen before?, signature, then {@link
 * Deliver}; when its verdict is ACCEPT, it is remembered for some heartbeats and forwarded to the
 * topic's mesh. Heartbeats keep the meshes and tell some peers outside of them what is remembered.
 */
public final class GossipRouter {
  /** How many ids are remembered. */
  static final int MAX_SEEN = 100_000;

  /** How many messages may wait for their verdict. */
  static final int MAX_PENDING = 10_000;

  /** How many bytes the payloads may have that are kept for peers that want them. */
  static final long MAX_CACHED_BYTES = 32L << 20;

  /** How many peers of one topic may be backed off from. */
  static final int MAX_BACKOFFS = 10_000;

  /** A peer that asks for more is humoured no longer than this (GHSA-gc42-3jg7-rxr2). */
  private static final long MAX_BACKOFF_SECONDS = 3600;

  /** How often a peer may graft in one heartbeat, for each topic of ours. */
  private static final int MAX_GRAFTS = 3;

  private static final int OPPORTUNISTIC_HEARTBEATS = 60;
  private static final long SECOND = 1_000_000_000L;

  private final Author self;
  private final RouterOptions options;
  private final ScoreOptions.Thresholds thresholds;
  private final Peers peers = new Peers();
  private final PeerScores scores;
  private final Backoffs backoffs = new Backoffs(MAX_BACKOFFS);
  private final Meshes meshes;
  private final Fanout fanout;
  private final SeenCache seen;
  private final MessageCache cache;
  private final Promises promises = new Promises();
  private final Announcements announcements;
  private final Validations validations = new Validations(MAX_PENDING);
  private final Refusals refusals = new Refusals();
  private List<Effect> effects = new ArrayList<>();
  private long heartbeats;

  /**
   * @param random seeded alike, and told the same, two routers do the same
   */
  public GossipRouter(
      Author self, RouterOptions options, ScoreOptions scores, RandomGenerator random) {
    this.self = self;
    this.options = options;
    this.thresholds = scores.thresholds();
    this.scores = new PeerScores(scores);
    this.meshes = new Meshes(options, peers, this.scores, backoffs, random);
    this.fanout = new Fanout(options, peers, this.scores, random);
    this.seen = new SeenCache(MAX_SEEN, options.times().seen().toNanos());
    Gossip gossip = options.gossip();
    this.cache = new MessageCache(gossip.windows(), gossip.told(), MAX_CACHED_BYTES);
    this.announcements =
        new Announcements(gossip, this.seen, this.cache, promises, refusals, random);
  }

  /**
   * Our stream to the peer stands, or stands anew: it is told what we hear. What the peer said
   * before on a stream of its own that still stands remains.
   */
  public List<Effect> addPeer(PeerId id, PeerTraits traits, long now) {
    peers.put(id, traits);
    scores.add(id, traits);
    if (isGraylisted(id, traits)) {
      disconnect(id);
      return effects();
    }
    if (!meshes.all().isEmpty()) {
      List<Subscription> hello = new ArrayList<>();
      meshes.all().forEach(mesh -> hello.add(new Subscription(mesh.rules().name(), true)));
      send(id, Rpc.subscriptions(hello), Priority.CONTROL);
    }
    if (traits.direct() || !traits.version().hasMeshes()) {
      meshes.onGone(id);
    }
    meshes.remind(id);
    return effects();
  }

  /** The peer is gone; what it did is remembered for a while. */
  public List<Effect> removePeer(PeerId id, long now) {
    peers.remove(id);
    meshes.onGone(id);
    fanout.onGone(id);
    promises.forget(id);
    scores.remove(id, now);
    return effects();
  }

  /**
   * The peer's signed record, as identify has checked it, to tell others of.
   *
   * @param signedRecord an envelope
   */
  public void onRecord(PeerId id, byte[] signedRecord) {
    @Nullable Peer peer = peers.get(id);
    if (peer != null) {
      peer.introduce(signedRecord);
    }
  }

  /** The peer sent what does not decode, or takes nothing: {@code misdeeds} count for P7. */
  public void onMisbehaved(PeerId id, double misdeeds) {
    scores.misbehaved(id, misdeeds);
  }

  /**
   * Hears a topic from now on.
   *
   * @throws IllegalArgumentException when it is heard already
   */
  public List<Effect> join(TopicRules rules, long now) {
    if (meshes.get(rules.name()) != null) {
      throw new IllegalArgumentException("topic " + rules.name() + " is joined already");
    }
    announce(new Subscription(rules.name(), true));
    meshes.join(rules, fanout.join(rules.name()), now);
    return effects();
  }

  /** Hears a topic no longer. */
  public List<Effect> leave(String topic, long now) {
    if (meshes.get(topic) != null) {
      announce(new Subscription(topic, false));
      meshes.leave(topic, now);
    }
    return effects();
  }

  /**
   * Sends a message of ours, whether the topic is heard or not. One that was seen lately, which the
   * topic's ids may say of two of the same payload, is not sent again. With nobody to send it to,
   * it is kept some heartbeats for who comes.
   *
   * @throws GossipException LIMIT when the payload is empty or too large
   */
  public List<Effect> publish(TopicRules rules, byte[] data, long now) throws GossipException {
    rules.checkSize(data.length);
    Message message =
        rules.policy() == SignPolicy.STRICT_SIGN
            ? self.sign(rules.name(), data)
            : Message.unsigned(rules.name(), data);
    MessageId id = rules.id().apply(message);
    if (!seen.add(id, now)) {
      refusals.note(Refusal.DUPLICATE, self.id(), id);
      return effects();
    }
    promises.arrived(id, self.id());
    cache.put(id, message);
    Rpc rpc = Rpc.messages(List.of(message));
    for (PeerId to : publishTo(rules.name(), now)) {
      send(to, rpc, Priority.OWN);
    }
    return effects();
  }

  /** A peer said something. */
  public List<Effect> onRpc(PeerId from, Rpc rpc, long now) {
    @Nullable Peer peer = peers.get(from);
    if (peer == null) {
      refusals.note(Refusal.UNKNOWN_PEER, from, "an RPC");
      return effects();
    }
    if (isGraylisted(from, peer.traits())) {
      refusals.note(Refusal.GRAYLISTED, from, "an RPC");
      return effects();
    }
    rpc.subscriptions().forEach(subscription -> onSubscription(peer, subscription, now));
    rpc.messages().forEach(message -> onMessage(peer, message, now));
    if (!rpc.control().isEmpty()) {
      onControl(peer, rpc.control(), now);
    }
    return effects();
  }

  /** What became of a {@link Deliver}; one that nobody waits for is ignored. */
  public List<Effect> onVerdict(MessageId id, Verdict verdict, long now) {
    Validations.@Nullable Pending pending = validations.remove(id);
    if (pending == null) {
      return effects();
    }
    String topic = pending.message().topic();
    switch (verdict) {
      case ACCEPT -> {
        scores.firstDelivery(pending.from(), topic);
        cache.put(id, pending.message());
        forward(id, pending);
      }
      case REJECT -> {
        seen.reject(id);
        scores.invalid(pending.from(), topic);
        pending.others().forEach(other -> scores.invalid(other, topic));
      }
      case IGNORE -> {}
    }
    return effects();
  }

  /** Once a second. */
  public List<Effect> onHeartbeat(long now) {
    heartbeats++;
    promises.expire(now).forEach(this::onUnanswered);
    scores.onHeartbeat(now);
    peers.all().forEach(Peer::onHeartbeat);
    backoffs.expire(now);
    seen.expire(now);
    meshes.onHeartbeat(heartbeats % OPPORTUNISTIC_HEARTBEATS == 0, now);
    fanout.onHeartbeat(now);
    meshes.drainTo(effects);
    meshes.all().forEach(mesh -> tell(mesh.rules().name(), mesh.members()));
    fanout.topics().forEach(this::tell);
    cache.shift();
    for (Peer peer : peers.all()) {
      if (isGraylisted(peer.id(), peer.traits())) {
        disconnect(peer.id());
      }
    }
    return effects();
  }

  /** What the peer's conduct has earned it; 0 of strangers. */
  public double score(PeerId peer) {
    return scores.score(peer);
  }

  /** The topics of ours that the peer hears. */
  public Set<String> topics(PeerId id) {
    Set<String> heard = new LinkedHashSet<>();
    @Nullable Peer peer = peers.get(id);
    for (Mesh mesh : meshes.all()) {
      if (peer != null && peer.hears(mesh.rules().name())) {
        heard.add(mesh.rules().name());
      }
    }
    return heard;
  }

  /** The peers in the topic's mesh; none when it is not heard. */
  public Set<PeerId> mesh(String topic) {
    @Nullable Mesh mesh = meshes.get(topic);
    return mesh == null ? Set.of() : Collections.unmodifiableSet(mesh.members());
  }

  /** How much is remembered now. */
  public Footprint footprint() {
    int topics = 0;
    int unwanted = 0;
    for (Peer peer : peers.all()) {
      topics = Math.max(topics, peer.topics().size());
      unwanted = Math.max(unwanted, peer.unwanted());
    }
    return new Footprint(
        peers.all().size(),
        seen.size(),
        validations.size(),
        cache.bytes(),
        promises.size(),
        backoffs.size(),
        scores.size(),
        topics,
        unwanted);
  }

  /** What was refused, and why. */
  public Refusals refusals() {
    return refusals;
  }

  private void onSubscription(Peer peer, Subscription subscription, long now) {
    String topic = subscription.topic();
    @Nullable Mesh mesh = meshes.get(topic);
    if (!subscription.subscribed()) {
      peer.topics().remove(topic);
      if (mesh != null) {
        meshes.onUnsubscribed(peer.id(), mesh);
      }
      return;
    }
    if (!peer.hears(topic) && peer.topics().size() >= Peer.MAX_TOPICS) {
      refusals.note(Refusal.TOO_MANY_TOPICS, peer.id(), topic);
      return;
    }
    peer.topics().add(topic);
    if (mesh != null) {
      meshes.onSubscribed(peer, mesh, now);
    }
  }

  private void onMessage(Peer from, Message message, long now) {
    String topic = message.topic();
    @Nullable Mesh mesh = meshes.get(topic);
    if (mesh == null) {
      refusals.note(Refusal.NOT_SUBSCRIBED, from.id(), topic);
      return;
    }
    TopicRules rules = mesh.rules();
    @Nullable Refusal refusal = Signatures.checkForm(message, rules);
    if (refusal != null) {
      refuse(refusal, from, topic);
      return;
    }
    if (self.isAuthorOf(message)) {
      refusals.note(Refusal.OWN_MESSAGE, from.id(), topic);
      return;
    }
    MessageId id = rules.id().apply(message);
    if (seen.contains(id, now)) {
      onDuplicate(from, id, topic);
      return;
    }
    if (validations.isFull()) {
      onArrived(id, from);
      refusals.note(Refusal.OVERLOAD, from.id(), id);
      return;
    }
    refusal = Signatures.checkSignature(message, rules);
    if (refusal != null) {
      refuse(refusal, from, topic);
      return;
    }
    seen.add(id, now);
    onArrived(id, from);
    validations.add(id, message, from.id());
    effects.add(new Deliver(id, topic, message.data(), from.id()));
  }

  private void refuse(Refusal refusal, Peer from, String topic) {
    refusals.note(refusal, from.id(), topic);
    scores.invalid(from.id(), topic);
  }

  /** Whatever becomes of the message, the peer has answered if it was asked for it. */
  private void onArrived(MessageId id, Peer from) {
    if (promises.arrived(id, from.id())) {
      from.answered();
    }
  }

  private void onUnanswered(Promises.Unanswered ask) {
    @Nullable Peer peer = peers.get(ask.peer());
    boolean isSilent = peer != null && peer.countUnanswered() > Peer.MAX_UNANSWERED;
    if (isSilent || !ask.isHere()) {
      scores.misbehaved(ask.peer(), 1);
    }
  }

  private void onDuplicate(Peer from, MessageId id, String topic) {
    refusals.note(Refusal.DUPLICATE, from.id(), id);
    onArrived(id, from);
    Validations.@Nullable Pending pending = validations.get(id);
    if (pending != null) {
      pending.others().add(from.id());
    } else if (seen.isRejected(id)) {
      scores.invalid(from.id(), topic);
    }
  }

  private void forward(MessageId id, Validations.Pending pending) {
    String topic = pending.message().topic();
    Rpc rpc = Rpc.messages(List.of(pending.message()));
    @Nullable Mesh mesh = meshes.get(topic);
    if (mesh == null) {
      return; // left since
    }
    for (PeerId member : mesh.members()) {
      forward(peers.get(member), id, rpc, pending);
    }
    for (Peer peer : peers.outsideMeshes()) {
      if (getsAll(peer, topic)) {
        forward(peer, id, rpc, pending);
      }
    }
  }

  private void forward(@Nullable Peer peer, MessageId id, Rpc rpc, Validations.Pending pending) {
    if (peer != null && peer.wants(id) && !pending.isKnownTo(peer.id())) {
      send(peer.id(), rpc, Priority.FORWARD);
    }
  }

  private Collection<PeerId> publishTo(String topic, long now) {
    @Nullable Mesh mesh = meshes.get(topic);
    Set<PeerId> to =
        new LinkedHashSet<>(mesh == null ? fanout.publish(topic, now) : mesh.members());
    for (Peer peer : peers.outsideMeshes()) {
      if (getsAll(peer, topic)) {
        to.add(peer.id());
      }
    }
    if (options.floodPublish()) {
      peers
          .meshable(topic, peer -> scores.score(peer.id()) >= thresholds.publish())
          .forEach(peer -> to.add(peer.id()));
    }
    return to;
  }

  /** Whether a direct or floodsub peer gets all messages of the topic. */
  private boolean getsAll(Peer peer, String topic) {
    return peer.hears(topic)
        && (peer.traits().direct() || scores.score(peer.id()) >= thresholds.publish());
  }

  private void onControl(Peer peer, Control control, long now) {
    if (!peer.traits().version().hasMeshes()) {
      refusals.note(Refusal.NO_CONTROL, peer.id(), "a control message");
      return;
    }
    if (!control.ihave().isEmpty()) {
      onIHave(peer, control.ihave(), now);
    }
    if (!control.iwant().isEmpty()) {
      onIWant(peer, control.iwant());
    }
    control.graft().forEach(topic -> onGraft(peer, topic, now));
    control.prune().forEach(prune -> onPrune(peer, prune, now));
    for (MessageId id : control.idontwant()) {
      if (!peer.addUnwanted(id)) {
        refusals.note(Refusal.TOO_MANY_IDS, peer.id(), "IDONTWANT");
        break;
      }
    }
  }

  private void onIHave(Peer peer, List<IHave> ihaves, long now) {
    if (isBelow(thresholds.gossip(), peer, "IHAVE")) {
      return;
    }
    @Nullable Rpc asked =
        announcements.onIHave(peer, ihaves, topic -> meshes.get(topic) != null, now);
    if (asked != null) {
      send(peer.id(), asked, Priority.GOSSIP);
    }
  }

  private void onIWant(Peer peer, List<MessageId> ids) {
    if (isBelow(thresholds.gossip(), peer, "IWANT")) {
      return;
    }
    List<Message> messages = announcements.onIWant(peer, ids);
    if (!messages.isEmpty()) {
      send(peer.id(), Rpc.messages(messages), Priority.FORWARD);
    }
  }

  private void onGraft(Peer peer, String topic, long now) {
    if (peer.countGraft() > MAX_GRAFTS * Math.max(1, meshes.all().size())) {
      refusals.note(Refusal.TOO_MANY_GRAFTS, peer.id(), topic);
      scores.misbehaved(peer.id(), 1);
      return;
    }
    @Nullable Mesh mesh = meshes.get(topic);
    @Nullable Refusal refusal =
        mesh == null ? Refusal.NOT_SUBSCRIBED : meshes.onGraft(peer, mesh, now);
    if (refusal != null) {
      refusals.note(refusal, peer.id(), topic);
    }
  }

  private void onPrune(Peer peer, Prune prune, long now) {
    @Nullable Mesh mesh = meshes.get(prune.topic());
    if (mesh == null) {
      refusals.note(Refusal.NOT_SUBSCRIBED, peer.id(), prune.topic());
      return;
    }
    long seconds = prune.backoffSeconds();
    boolean isSaid = seconds != 0; // unsigned: a negative one is huge
    long nanos =
        isSaid
            ? SECOND * (seconds < 0 ? MAX_BACKOFF_SECONDS : Math.min(seconds, MAX_BACKOFF_SECONDS))
            : options.times().backoff().toNanos();
    meshes.onPrune(peer.id(), mesh, nanos, now);
    if (!prune.peers().isEmpty() && !isBelow(thresholds.acceptPeers(), peer, "peer exchange")) {
      onPeerExchange(peer, prune);
    }
  }

  private void onPeerExchange(Peer peer, Prune prune) {
    List<byte[]> records = new ArrayList<>();
    for (Rpc.PeerInfo info : prune.peers()) {
      if (info.signedRecord().length == 0) {
        continue; // nothing says where it is
      }
      if (!Signatures.isRecordOf(info)) {
        refusals.note(Refusal.BAD_PEER_RECORD, peer.id(), prune.topic());
      } else if (records.size() < Meshes.MAX_PEER_EXCHANGE) {
        records.add(info.signedRecord());
      }
    }
    if (!records.isEmpty()) {
      effects.add(new Connect(peer.id(), records));
    }
  }

  private boolean isGraylisted(PeerId id, PeerTraits traits) {
    return !traits.direct() && scores.score(id) < thresholds.graylist();
  }

  private void disconnect(PeerId id) {
    effects.add(new Disconnect(id, "score " + Math.round(scores.score(id))));
  }

  private boolean isBelow(double threshold, Peer peer, String about) {
    if (scores.score(peer.id()) >= threshold) {
      return false;
    }
    refusals.note(Refusal.LOW_SCORE, peer.id(), about);
    return true;
  }

  private void tell(String topic, Set<PeerId> members) {
    effects.addAll(
        announcements.tell(
            topic,
            () ->
                peers.meshable(
                    topic,
                    peer ->
                        !members.contains(peer.id())
                            && scores.score(peer.id()) >= thresholds.gossip())));
  }

  private void announce(Subscription subscription) {
    Rpc rpc = Rpc.subscriptions(List.of(subscription));
    peers.all().forEach(peer -> send(peer.id(), rpc, Priority.CONTROL));
  }

  private void send(PeerId to, Rpc rpc, Priority priority) {
    effects.add(new Send(to, rpc, priority));
  }

  private List<Effect> effects() {
    meshes.drainTo(effects);
    List<Effect> done = effects;
    effects = new ArrayList<>();
    return done;
  }
}
