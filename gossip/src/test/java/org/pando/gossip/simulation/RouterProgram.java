package org.pando.gossip.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.Identity;
import org.pando.gossip.PeerId;
import org.pando.gossip.TopicHandler;
import org.pando.gossip.pubsub.Author;
import org.pando.gossip.pubsub.Effect;
import org.pando.gossip.pubsub.Effect.Connect;
import org.pando.gossip.pubsub.Effect.Deliver;
import org.pando.gossip.pubsub.Effect.Disconnect;
import org.pando.gossip.pubsub.Effect.Send;
import org.pando.gossip.pubsub.GossipRouter;
import org.pando.gossip.pubsub.PeerTraits;
import org.pando.gossip.pubsub.PeerTraits.Version;
import org.pando.gossip.pubsub.Priority;
import org.pando.gossip.pubsub.Rpc;
import org.pando.gossip.pubsub.TopicRules;
import org.pando.gossip.topics.Outbox;

/** A {@link GossipRouter} on a simulated node, and the handlers of its topics. */
public final class RouterProgram implements Program {
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  /** What waits for one peer, as in the node's own streams. */
  static final int OUTBOX_BYTES = 2 << 20;

  private record Connected(SimulatedNode node, Outbox<RpcPacket> outbox) {}

  private record Subscribed(TopicRules rules, TopicHandler handler) {}

  private final SimulatedNode node;
  private final Setup setup;
  private final Behaviour behaviour;
  private final GossipRouter router;
  private final Map<String, Subscribed> topics = new HashMap<>();
  private final Map<PeerId, Connected> peers = new LinkedHashMap<>();
  private @Nullable RpcPacket lastSent;
  private long copies;

  public RouterProgram(SimulatedNode node, Setup setup) {
    this.node = node;
    this.setup = setup;
    this.behaviour = setup.behaviour().get();
    this.router =
        new GossipRouter(
            new Author(new Unsigning(node), 1), setup.router(), setup.scores(), node.random());
  }

  /** A node's identity where nothing is signed. */
  private record Unsigning(SimulatedNode node) implements Identity {
    @Override
    public byte[] publicKey() {
      byte[] id = node.id().bytes();
      return Arrays.copyOfRange(id, id.length - 32, id.length);
    }

    @Override
    public byte[] sign(byte[] message) {
      throw new IllegalStateException("topics of the simulation are STRICT_NO_SIGN");
    }
  }

  /** The router program that runs on a node. */
  public static RouterProgram of(SimulatedNode node) {
    return (RouterProgram) node.program();
  }

  public SimulatedNode node() {
    return node;
  }

  public GossipRouter router() {
    return router;
  }

  /** Who is connected now. */
  public List<SimulatedNode> peers() {
    return peers.values().stream().map(Connected::node).toList();
  }

  /** How many messages have come, duplicates among them. */
  public long copies() {
    return copies;
  }

  /** Hears a topic from now on. */
  public void subscribe(TopicRules rules, TopicHandler handler) {
    topics.put(rules.name(), new Subscribed(rules, handler));
    perform(router.join(rules, now()));
  }

  public void unsubscribe(String topic) {
    topics.remove(topic);
    perform(router.leave(topic, now()));
  }

  /** Sends a message to everybody who hears the topic. */
  public void publish(TopicRules rules, byte[] data) {
    try {
      perform(router.publish(rules, data, now()));
    } catch (GossipException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the same one to several peers is measured once
  private RpcPacket packet(Rpc rpc) {
    @Nullable RpcPacket last = lastSent;
    RpcPacket packet = last != null && last.rpc() == rpc ? last : RpcPacket.of(rpc);
    lastSent = packet;
    return packet;
  }

  /** Says something to a peer that the router knows nothing of. */
  public void say(SimulatedNode to, Rpc rpc) {
    @Nullable Connected peer = peers.get(to.id());
    if (peer != null) {
      send(peer, rpc, Priority.CONTROL);
    }
  }

  private void send(Connected peer, Rpc rpc, Priority priority) {
    peer.outbox.offer(packet(rpc), priority);
    flush(peer);
  }

  private void flush(Connected peer) {
    while (node.isWritable(peer.node)) {
      @Nullable RpcPacket next = peer.outbox.poll();
      if (next == null) {
        return;
      }
      node.send(peer.node, next);
    }
  }

  /** How many bytes wait for the peer that takes them most slowly. */
  public int queuedBytes() {
    return peers.values().stream().mapToInt(peer -> peer.outbox.bytes()).max().orElse(0);
  }

  @Override
  public void start() {
    node.every(HEARTBEAT, this::heartbeat);
    behaviour.start(this);
  }

  private void heartbeat() {
    for (Connected peer : peers.values()) {
      if (peer.outbox.takeDropped() > 0) {
        router.onMisbehaved(peer.node.id(), 1);
      }
    }
    perform(router.onHeartbeat(now()));
  }

  @Override
  public void writable(SimulatedNode to) {
    @Nullable Connected peer = peers.get(to.id());
    if (peer != null) {
      flush(peer);
    }
  }

  @Override
  public void connected(SimulatedNode peer, boolean outbound) {
    peers.put(peer.id(), new Connected(peer, new Outbox<>(OUTBOX_BYTES, RpcPacket::size)));
    String ip = peer.program() instanceof RouterProgram other ? other.setup.ip() : "";
    perform(router.addPeer(peer.id(), new PeerTraits(Version.V1_2, outbound, false, ip, 0), now()));
  }

  @Override
  public void disconnected(SimulatedNode peer) {
    peers.remove(peer.id());
    perform(router.removePeer(peer.id(), now()));
  }

  @Override
  public void received(SimulatedNode from, Packet packet) {
    if (packet instanceof RpcPacket(Rpc rpc, int size)) {
      copies += rpc.messages().size();
      behaviour.incoming(from, rpc);
      perform(router.onRpc(from.id(), rpc, now()));
    }
  }

  private void perform(List<Effect> effects) {
    for (Effect effect : effects) {
      switch (effect) {
        case Send send -> send(send);
        case Deliver deliver -> deliver(deliver);
        case Disconnect disconnect -> disconnect(disconnect.peer());
        case Connect connect -> {}
      }
    }
  }

  private void send(Send send) {
    @Nullable Connected to = peers.get(send.to());
    if (to != null) {
      @Nullable Rpc rpc = behaviour.outgoing(to.node, send.rpc());
      if (rpc != null) {
        send(to, rpc, send.priority());
      }
    }
  }

  private void deliver(Deliver message) {
    @Nullable Subscribed subscribed = topics.get(message.topic());
    if (subscribed != null) {
      node.after(
          setup.validation(),
          () ->
              perform(
                  router.onVerdict(
                      message.id(),
                      subscribed.handler.handle(message.data(), message.from()),
                      now())));
    }
  }

  private void disconnect(PeerId id) {
    @Nullable Connected peer = peers.get(id);
    if (peer != null) {
      node.disconnect(peer.node);
    }
  }

  private long now() {
    return node.simulation().now();
  }
}
