package org.pando.resolver.replication.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.GossipNode;
import org.pando.gossip.MessageStream;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.PeerStatus;
import org.pando.gossip.Protocol;
import org.pando.gossip.RequestHandler;
import org.pando.gossip.Topic;
import org.pando.gossip.TopicHandler;
import org.pando.gossip.Verdict;
import org.pando.gossip.pubsub.TopicRules;
import org.pando.gossip.simulation.RouterProgram;
import org.pando.gossip.simulation.SimulatedNode;

/** A node of gossip on a simulated one: the real router for topics, packets for streams. */
final class SimulatedGossip implements GossipNode {
  /** As many as the sync protocol allows; what a peer opens beyond is reset. */
  private static final int STREAMS_OF_A_PEER = 8;

  /** What breaking the rules of a session costs. */
  private static final double UNRULY = 6;

  private final SimulatedNode node;
  private final RouterProgram router;
  private final Conduct conduct;
  private final Figures figures;
  private final Map<String, TopicRules> topics = new HashMap<>();
  private final Map<String, Protocol> protocols = new HashMap<>();
  private final Map<String, RequestHandler> served = new HashMap<>();
  private final Map<Ends, SimulatedStream> streams = new LinkedHashMap<>();
  private final List<PeerListener> listeners = new ArrayList<>();
  private final Set<Strand> strands = new LinkedHashSet<>();
  private long opened;
  private boolean stopped;

  private record Ends(SimulatedNode peer, long number, boolean opener) {}

  SimulatedGossip(SimulatedNode node, RouterProgram router, Conduct conduct, Figures figures) {
    this.node = node;
    this.router = router;
    this.conduct = conduct;
    this.figures = figures;
  }

  SimulatedNode node() {
    return node;
  }

  /** Runs code that may wait, from the simulation's next step on. */
  void work(Runnable task) {
    node.after(
        Duration.ZERO,
        () -> {
          strands.removeIf(Strand::hasEnded);
          strands.add(Strand.start(task));
          figures.strands(strands.size());
        });
  }

  /** The node has gone down. */
  void stop() {
    stopped = true;
    strands.forEach(Strand::stop);
  }

  @Override
  public PeerId id() {
    return node.id();
  }

  @Override
  public List<String> addresses() {
    return List.of();
  }

  @Override
  public void subscribe(Topic topic, TopicHandler handler) {
    TopicRules rules = TopicRules.of(topic);
    topics.put(topic.name(), rules);
    router.subscribe(
        rules,
        (payload, from) -> conduct.hears(payload) ? handler.handle(payload, from) : Verdict.IGNORE);
  }

  @Override
  public void unsubscribe(String topic) {
    topics.remove(topic);
    router.unsubscribe(topic);
  }

  @Override
  public void publish(String topic, byte[] payload) {
    TopicRules rules = topics.get(topic);
    if (rules != null && !stopped) {
      router.publish(rules, payload);
    }
  }

  @Override
  public void serve(Protocol protocol, RequestHandler handler) {
    protocols.put(protocol.id(), protocol);
    served.put(protocol.id(), handler);
  }

  @Override
  public MessageStream open(PeerId peer, Protocol protocol) throws GossipException {
    SimulatedNode other = node.simulation().node(peer);
    if (!router.peers().contains(other) || !conduct.opens()) {
      throw new GossipException(Kind.UNREACHABLE, "no connection to " + other);
    }
    figures.session();
    SimulatedStream stream = new SimulatedStream(this, other, protocol, opened++, true);
    streams.put(endsOf(stream), stream);
    stream.open();
    return stream;
  }

  private static Ends endsOf(SimulatedStream stream) {
    return new Ends(stream.node(), stream.number(), stream.isOpener());
  }

  void send(SimulatedNode peer, StreamPacket packet) {
    if (!stopped) {
      figures.streamPacket(packet.size());
      node.send(peer, packet);
    }
  }

  byte[] altered(byte[] message) {
    return conduct.says(message);
  }

  void received(SimulatedNode from, StreamPacket packet) {
    Ends ends = new Ends(from, packet.stream(), !packet.fromOpener());
    if (packet.kind() == StreamPacket.Kind.OPEN) {
      accept(from, packet);
      return;
    }
    SimulatedStream stream = streams.get(ends);
    if (stream != null) {
      stream.received(packet);
    }
  }

  private void accept(SimulatedNode from, StreamPacket packet) {
    Protocol protocol = protocols.get(packet.protocol());
    RequestHandler handler = served.get(packet.protocol());
    if (protocol == null || handler == null || inbound(from) >= STREAMS_OF_A_PEER) {
      return; // whoever opened it waits in vain
    }
    SimulatedStream stream = new SimulatedStream(this, from, protocol, packet.stream(), false);
    streams.put(endsOf(stream), stream);
    figures.streams(inbound(from));
    stream.received(packet);
    work(() -> serve(stream, handler));
  }

  private int inbound(SimulatedNode peer) {
    int count = 0;
    for (Ends ends : streams.keySet()) {
      count += !ends.opener() && ends.peer().equals(peer) ? 1 : 0;
    }
    return count;
  }

  private static void serve(SimulatedStream stream, RequestHandler handler) {
    try {
      handler.handle(stream);
      stream.end();
      stream.close();
    } catch (GossipException e) {
      stream.reset(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void forgetIfOver(SimulatedStream stream) {
    if (stream.isOver()) {
      forget(stream);
    }
  }

  void forget(SimulatedStream stream) {
    streams.remove(endsOf(stream));
  }

  void connected(SimulatedNode peer) {
    listeners.forEach(listener -> listener.connected(peer.id()));
  }

  void disconnected(SimulatedNode peer) {
    List.copyOf(streams.values()).stream()
        .filter(stream -> stream.node().equals(peer))
        .forEach(
            stream -> stream.fail(new GossipException(Kind.CLOSED, "the connection has ended")));
    listeners.forEach(listener -> listener.disconnected(peer.id()));
  }

  @Override
  public void keep(PeerAddress peer) {}

  @Override
  public void penalize(PeerId peer) {
    router.router().onMisbehaved(peer, UNRULY);
  }

  @Override
  public List<PeerStatus> peers() {
    return router.peers().stream().map(this::status).toList();
  }

  private PeerStatus status(SimulatedNode peer) {
    return new PeerStatus(
        peer.id(),
        true,
        true,
        "simulated",
        List.of(),
        List.of(),
        Set.copyOf(protocols.keySet()),
        Set.copyOf(topics.keySet()),
        null,
        router.router().score(peer.id()),
        "");
  }

  @Override
  public void listen(PeerListener listener) {
    listeners.add(listener);
  }

  @Override
  public void close() {
    stopped = true;
  }
}
