package org.pando.gossip.topics;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.Identity;
import org.pando.gossip.PeerId;
import org.pando.gossip.TopicHandler;
import org.pando.gossip.Verdict;
import org.pando.gossip.host.Host;
import org.pando.gossip.pubsub.Author;
import org.pando.gossip.pubsub.Effect;
import org.pando.gossip.pubsub.Effect.Connect;
import org.pando.gossip.pubsub.Effect.Deliver;
import org.pando.gossip.pubsub.Effect.Disconnect;
import org.pando.gossip.pubsub.Effect.Send;
import org.pando.gossip.pubsub.GossipRouter;
import org.pando.gossip.pubsub.MessageId;
import org.pando.gossip.pubsub.PeerTraits;
import org.pando.gossip.pubsub.RouterOptions;
import org.pando.gossip.pubsub.Rpc;
import org.pando.gossip.pubsub.ScoreOptions;
import org.pando.gossip.pubsub.TopicRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gossip over a host: what this node hears and says on topics. Its state belongs to the gossip
 * loop; {@link #subscribe}, {@link #unsubscribe} and {@link #publish} may be called by any thread.
 */
public final class Pubsub {
  private static final Duration FIRST_HEARTBEAT = Duration.ofMillis(100);
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final String MESH = "mesh";

  /** What malformed bytes, and being too slow for them, cost a peer (P7). */
  private static final double MALFORMED = 3;

  private static final double SLOW = 1;

  /** What breaking the rules of the program's own protocols costs: all that is free. */
  private static final double UNRULY = 6;

  private static final Logger LOG = LoggerFactory.getLogger(Pubsub.class);

  private record Subscription(TopicRules rules, TopicHandler handler) {}

  private final Host host;
  private final GossipRouter router;
  private final Deliveries deliveries;
  private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
  private final Peering peering;
  private final Set<PeerId> protectedPeers = new HashSet<>();
  private Host.@Nullable Timer heartbeat;
  private volatile boolean closed;

  public Pubsub(Host host, Identity identity, RouterOptions options, ScoreOptions scores) {
    this.host = host;
    Instant now = host.surroundings().clock().instant();
    long firstSeqno = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    this.router =
        new GossipRouter(
            new Author(identity, firstSeqno), options, scores, host.surroundings().random());
    this.peering = new Peering(host, new OfPeering());
    this.deliveries = new Deliveries(host, this::decided, peering::goOn);
  }

  /** Serves gossip's protocols and begins to talk to peers. On the gossip loop. */
  public void start() {
    peering.start();
    heartbeat = host.after(FIRST_HEARTBEAT, this::beat);
  }

  /** Falls silent; connections are the host's. On the gossip loop. */
  public void close() {
    closed = true;
    if (heartbeat != null) {
      heartbeat.cancel();
    }
    peering.close();
  }

  /**
   * @throws IllegalArgumentException when the topic is subscribed already
   */
  public void subscribe(TopicRules rules, TopicHandler handler) {
    if (subscriptions.putIfAbsent(rules.name(), new Subscription(rules, handler)) != null) {
      throw new IllegalArgumentException("topic " + rules.name() + " is subscribed already");
    }
    host.execute(() -> align(rules.name()));
  }

  /** A topic that is not subscribed is ignored. */
  public void unsubscribe(String topic) {
    if (subscriptions.remove(topic) != null) {
      host.execute(() -> align(topic));
    }
  }

  /**
   * Sends a message to the topic.
   *
   * @throws GossipException LIMIT, REFUSED when the topic is not subscribed, CLOSED
   */
  public void publish(String topic, byte[] payload) throws GossipException {
    if (closed) {
      throw new GossipException(GossipException.Kind.CLOSED, "the node is closed");
    }
    @Nullable Subscription subscription = subscriptions.get(topic);
    if (subscription == null) {
      throw new GossipException(
          GossipException.Kind.REFUSED, "topic " + topic + " is not subscribed: subscribe first");
    }
    TopicRules rules = subscription.rules;
    rules.checkSize(payload.length);
    byte[] copy = payload.clone();
    host.execute(() -> publish(rules, copy));
  }

  /** The peer broke the rules of another protocol. On the gossip loop. */
  public void penalize(PeerId peer) {
    router.onMisbehaved(peer, UNRULY);
  }

  /** What the peer's conduct has earned it. On the gossip loop. */
  public double score(PeerId peer) {
    return router.score(peer);
  }

  /** The topics of ours that the peer hears. On the gossip loop. */
  public Set<String> topics(PeerId peer) {
    return router.topics(peer);
  }

  /** The peers in the topic's mesh. On the gossip loop. */
  public Set<PeerId> mesh(String topic) {
    return Set.copyOf(router.mesh(topic));
  }

  /** Nodes that this peer names are tried: somebody has configured it. On the gossip loop. */
  public void trust(PeerId peer) {
    peering.trust(peer);
  }

  private void align(String topic) {
    @Nullable Subscription wanted = subscriptions.get(topic);
    if (!closed) {
      apply(router.leave(topic, host.now()));
      if (wanted != null) {
        apply(router.join(wanted.rules, host.now()));
      }
    }
  }

  private void publish(TopicRules rules, byte[] payload) {
    try {
      apply(router.publish(rules, payload, host.now()));
    } catch (GossipException e) {
      LOG.debug("a message for topic {} was not sent: {}", rules.name(), e.getMessage());
    }
  }

  private void beat() {
    heartbeat = host.after(HEARTBEAT, this::beat);
    deliveries.onHeartbeat();
    peering.slow().forEach(peer -> router.onMisbehaved(peer, SLOW));
    apply(router.onHeartbeat(host.now()));
    protectMeshes();
  }

  private void protectMeshes() {
    Set<PeerId> members = new HashSet<>();
    subscriptions.keySet().forEach(topic -> members.addAll(router.mesh(topic)));
    for (PeerId member : members) {
      if (protectedPeers.add(member)) {
        host.protect(member, MESH);
      }
    }
    protectedPeers.removeIf(
        peer -> {
          boolean left = !members.contains(peer);
          if (left) {
            host.unprotect(peer, MESH);
          }
          return left;
        });
  }

  private void decided(MessageId id, Verdict verdict) {
    if (!closed) {
      apply(router.onVerdict(id, verdict, host.now()));
    }
  }

  private void apply(List<Effect> effects) {
    for (Effect effect : effects) {
      switch (effect) {
        case Send send -> peering.send(send);
        case Deliver deliver -> deliver(deliver);
        case Disconnect disconnect -> host.disconnect(disconnect.peer(), disconnect.reason());
        case Connect connect -> Exchange.connect(host, connect);
      }
    }
  }

  private void deliver(Deliver deliver) {
    @Nullable Subscription subscription = subscriptions.get(deliver.topic());
    deliveries.add(deliver, subscription == null ? null : subscription.handler);
  }

  private final class OfPeering implements Peering.Listener {
    @Override
    public void opened(PeerId peer, PeerTraits traits) {
      apply(router.addPeer(peer, traits, host.now()));
    }

    @Override
    public void introduced(PeerId peer, byte[] signedRecord) {
      router.onRecord(peer, signedRecord);
    }

    @Override
    public void said(PeerId peer, Rpc rpc) {
      apply(router.onRpc(peer, rpc, host.now()));
    }

    @Override
    public boolean isBusy() {
      return deliveries.isBusy();
    }

    @Override
    public void malformed(PeerId peer, GossipException problem) {
      LOG.debug("{} sent what is no RPC: {}", peer, problem.getMessage());
      router.onMisbehaved(peer, MALFORMED);
      host.disconnect(peer, "gossip: " + problem.getMessage());
    }

    @Override
    public void gone(PeerId peer) {
      apply(router.removePeer(peer, host.now()));
    }
  }
}
