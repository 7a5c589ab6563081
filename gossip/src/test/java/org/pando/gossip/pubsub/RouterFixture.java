package org.pando.gossip.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.pando.gossip.PeerId;
import org.pando.gossip.pubsub.PeerTraits.Version;
import org.pando.gossip.pubsub.Rpc.Control;
import org.pando.gossip.pubsub.Rpc.IHave;
import org.pando.gossip.pubsub.Rpc.Prune;
import org.pando.gossip.pubsub.Rpc.Subscription;

/** A router, its time, and what tests say to it and hear from it. */
final class RouterFixture {
  static final long SECOND = 1_000_000_000L;
  static final String TOPIC = "t";
  static final TopicRules RULES =
      new TopicRules(TOPIC, 1000, SignPolicy.STRICT_NO_SIGN, MessageIds.SHA256_OF_DATA);
  static final TopicRules SIGNED =
      new TopicRules(TOPIC, 1000, SignPolicy.STRICT_SIGN, MessageIds.FROM_AND_SEQNO);

  final GossipRouter router;
  long now = 1_000 * SECOND;

  RouterFixture() {
    this(1);
  }

  RouterFixture(int seed) {
    this(RouterOptions.DEFAULT, ScoreOptions.DEFAULT, seed);
  }

  RouterFixture(RouterOptions options, ScoreOptions scores) {
    this(options, scores, 1);
  }

  private RouterFixture(RouterOptions options, ScoreOptions scores, int seed) {
    router =
        new GossipRouter(new Author(Nodes.identity(7), 100), options, scores, new Random(seed));
  }

  static PeerTraits traits(Version version) {
    return new PeerTraits(version, true, false, "", 0);
  }

  static PeerTraits inbound() {
    return new PeerTraits(Version.V1_2, false, false, "", 0);
  }

  /** Peers 1 to count, that hear the topic. */
  RouterFixture withPeers(int count) {
    for (int i = 1; i <= count; i++) {
      add(i, traits(Version.V1_2));
    }
    return this;
  }

  List<Effect> add(int number, PeerTraits traits) {
    List<Effect> effects = new ArrayList<>(router.addPeer(Nodes.peer(number), traits, now));
    effects.addAll(subscribe(number, TOPIC, true));
    return effects;
  }

  RouterFixture joined() {
    router.join(RULES, now);
    return this;
  }

  List<Effect> subscribe(int from, String topic, boolean subscribed) {
    return rpc(from, Rpc.subscriptions(List.of(new Subscription(topic, subscribed))));
  }

  List<Effect> message(int from, String text) {
    return rpc(from, Rpc.messages(List.of(text(text))));
  }

  static Message text(String text) {
    return Message.unsigned(TOPIC, text.getBytes(UTF_8));
  }

  static MessageId id(String text) {
    return MessageIds.SHA256_OF_DATA.apply(text(text));
  }

  List<Effect> graft(int from) {
    return rpc(
        from, Rpc.control(new Control(List.of(), List.of(), List.of(TOPIC), List.of(), List.of())));
  }

  List<Effect> prune(int from, long backoffSeconds) {
    return prune(from, new Prune(TOPIC, List.of(), backoffSeconds));
  }

  List<Effect> prune(int from, Prune prune) {
    return rpc(
        from, Rpc.control(new Control(List.of(), List.of(), List.of(), List.of(prune), List.of())));
  }

  List<Effect> ihave(int from, String... texts) {
    List<MessageId> ids = List.of(texts).stream().map(RouterFixture::id).toList();
    return rpc(from, Rpc.ihave(List.of(new IHave(TOPIC, ids))));
  }

  List<Effect> iwant(int from, String... texts) {
    return rpc(from, Rpc.iwant(List.of(texts).stream().map(RouterFixture::id).toList()));
  }

  List<Effect> idontwant(int from, List<MessageId> ids) {
    return rpc(from, Rpc.control(new Control(List.of(), List.of(), List.of(), List.of(), ids)));
  }

  List<Effect> rpc(int from, Rpc rpc) {
    return router.onRpc(Nodes.peer(from), rpc, now);
  }

  List<Effect> heartbeat() {
    now += SECOND;
    return router.onHeartbeat(now);
  }

  List<Effect> heartbeats(int count) {
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      effects.addAll(heartbeat());
    }
    return effects;
  }

  double score(int number) {
    return router.score(Nodes.peer(number));
  }

  boolean inMesh(int number) {
    return router.mesh(TOPIC).contains(Nodes.peer(number));
  }

  /** What goes to a peer. */
  static List<Rpc> to(int number, List<Effect> effects) {
    PeerId peer = Nodes.peer(number);
    return effects.stream()
        .filter(effect -> effect instanceof Effect.Send send && send.to().equals(peer))
        .map(effect -> ((Effect.Send) effect).rpc())
        .toList();
  }

  static List<PeerId> whoGetsMessages(List<Effect> effects) {
    List<PeerId> to = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Send send && !send.rpc().messages().isEmpty()) {
        to.add(send.to());
      }
    }
    return to;
  }

  static List<Prune> prunes(int number, List<Effect> effects) {
    return to(number, effects).stream().flatMap(rpc -> rpc.control().prune().stream()).toList();
  }

  static boolean isGrafted(int number, List<Effect> effects) {
    return to(number, effects).stream().anyMatch(rpc -> !rpc.control().graft().isEmpty());
  }

  static List<MessageId> delivered(List<Effect> effects) {
    List<MessageId> ids = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Deliver deliver) {
        ids.add(deliver.id());
      }
    }
    return ids;
  }
}
