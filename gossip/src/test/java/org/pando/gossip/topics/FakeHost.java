package org.pando.gossip.topics;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.NoNames;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.Surroundings;
import org.pando.gossip.TestIdentity;
import org.pando.gossip.host.ConnectionInfo;
import org.pando.gossip.host.Host;
import org.pando.gossip.host.HostListener;
import org.pando.gossip.host.Identified;
import org.pando.gossip.host.StreamHandler;
import org.pando.gossip.pubsub.RouterOptions;
import org.pando.gossip.pubsub.ScoreOptions;

/** A host whose connections tests make and cut; its workers run when a test lets them. */
final class FakeHost implements Host {
  final FakeNetwork network;
  final TestIdentity identity;
  final Pubsub pubsub;
  final List<PeerAddress> dialed = new ArrayList<>();
  final List<String> disconnected = new ArrayList<>();
  final Set<PeerId> protectedPeers = new LinkedHashSet<>();
  final List<FakeStream> streams = new ArrayList<>();
  final Deque<Runnable> work = new ArrayDeque<>();

  /** Whether workers run what they get at once. */
  boolean working = true;

  /** How often a stream was asked for. */
  int opens;

  /** Whether they take nothing any more. */
  boolean stopped;

  byte[] signedRecord = new byte[0];
  private final Map<String, Supplier<? extends StreamHandler>> served = new LinkedHashMap<>();
  private final Map<PeerId, List<ConnectionInfo>> connections = new LinkedHashMap<>();
  private final Map<PeerId, Identified> identified = new HashMap<>();
  private final List<HostListener> listeners = new ArrayList<>();

  FakeHost(FakeNetwork network, int seed) {
    this.network = network;
    this.identity = TestIdentity.of(seed);
    this.pubsub = new Pubsub(this, identity, RouterOptions.DEFAULT, ScoreOptions.DEFAULT);
  }

  /** A host that speaks gossip. */
  FakeHost started() {
    pubsub.start();
    return this;
  }

  void connected(long number, FakeHost peer, boolean outbound) {
    InetSocketAddress address = InetSocketAddress.createUnresolved("peer", 1);
    ConnectionInfo info = new ConnectionInfo(number, peer.id(), outbound, address, address);
    List<ConnectionInfo> all = connections.computeIfAbsent(peer.id(), none -> new ArrayList<>());
    all.add(info);
    if (all.size() == 1) {
      listeners.forEach(listener -> listener.connected(peer.id(), info));
    }
  }

  void identify(FakeHost peer) {
    identified(peer.id(), new Identified("test", peer.protocols(), List.of(), peer.signedRecord));
  }

  void cut(long number) {
    for (PeerId peer : List.copyOf(connections.keySet())) {
      List<ConnectionInfo> all = Objects.requireNonNull(connections.get(peer));
      if (all.removeIf(info -> info.number() == number)) {
        if (all.isEmpty()) {
          connections.remove(peer);
        }
        List.copyOf(streams).stream()
            .filter(stream -> stream.connection().number() == number)
            .forEach(FakeStream::close);
        if (all.isEmpty()) {
          identified.remove(peer);
          listeners.forEach(listener -> listener.disconnected(peer));
        }
      }
    }
  }

  /** The open streams to the peer, or from it. */
  List<FakeStream> open(FakeHost peer, boolean inbound) {
    return streams.stream()
        .filter(s -> !s.closed && s.inbound() == inbound && s.peer().equals(peer.id()))
        .toList();
  }

  void work() {
    while (!work.isEmpty()) {
      work.removeFirst().run();
    }
    network.settle();
  }

  @Override
  public PeerId id() {
    return identity.peerId();
  }

  @Override
  public Surroundings surroundings() {
    return new Surroundings(
        Thread::new,
        task -> {
          if (stopped) {
            throw new RejectedExecutionException("stopped");
          } else if (working) {
            task.run();
          } else {
            work.addLast(task);
          }
        },
        network::now,
        () -> Instant.EPOCH.plusSeconds(1_000_000),
        new Random(1),
        new NoNames());
  }

  @Override
  public void execute(Runnable task) {
    network.at(network.now(), task);
  }

  @Override
  public Host.Timer after(Duration delay, Runnable task) {
    boolean[] cancelled = {false};
    network.at(
        network.now() + delay.toNanos(),
        () -> {
          if (!cancelled[0]) {
            task.run();
          }
        });
    return () -> cancelled[0] = true;
  }

  @Override
  public long now() {
    return network.now();
  }

  @Override
  public void serve(
      String protocol, Supplier<? extends StreamHandler> handlers, int maxStreamsPerPeer) {
    served.put(protocol, handlers);
  }

  /** Another version of gossip than ours. */
  void serveOnly(Set<String> protocols) {
    served.keySet().retainAll(protocols);
  }

  @Override
  public Set<String> protocols() {
    return Set.copyOf(served.keySet());
  }

  @Override
  public void open(PeerId peer, List<String> protocols, StreamHandler handler) {
    opens++;
    FakeHost host =
        network.hosts.stream().filter(each -> each.id().equals(peer)).findFirst().orElseThrow();
    for (String protocol : protocols) {
      @Nullable Supplier<? extends StreamHandler> accepts = host.served.get(protocol);
      if (accepts != null && connections.containsKey(peer)) {
        ConnectionInfo mine = connections(peer).getFirst();
        ConnectionInfo theirs =
            host.connections(id()).stream()
                .filter(info -> info.number() == mine.number())
                .findFirst()
                .orElseThrow();
        FakeStream out = new FakeStream(this, mine, protocol, false, handler);
        FakeStream in = new FakeStream(host, theirs, protocol, true, accepts.get());
        out.join(in);
        in.join(out);
        streams.add(out);
        host.streams.add(in);
        execute(() -> opened(in));
        execute(() -> opened(out));
        return;
      }
    }
    FakeStream never = new FakeStream(this, connections(peer).getFirst(), "", false, handler);
    execute(never::close);
  }

  private static void opened(FakeStream stream) {
    if (!stream.closed) {
      stream.handler.opened(stream);
    }
  }

  @Override
  public void connect(PeerAddress address) {
    dialed.add(address);
  }

  @Override
  public void keep(PeerAddress address) {
    throw new AssertionError("gossip keeps nobody");
  }

  @Override
  public void disconnect(PeerId peer, String reason) {
    disconnected.add(reason);
    List<ConnectionInfo> all = List.copyOf(connections(peer));
    execute(() -> all.forEach(info -> network.cut(info.number())));
  }

  @Override
  public void protect(PeerId peer, String tag) {
    protectedPeers.add(peer);
  }

  @Override
  public void unprotect(PeerId peer, String tag) {
    protectedPeers.remove(peer);
  }

  @Override
  public Set<PeerId> peers() {
    return Set.copyOf(connections.keySet());
  }

  @Override
  public List<ConnectionInfo> connections(PeerId peer) {
    return connections.getOrDefault(peer, List.of());
  }

  @Override
  public void identified(PeerId peer, Identified what) {
    identified.put(peer, what);
    listeners.forEach(listener -> listener.identified(peer, what));
  }

  @Override
  public @Nullable Identified identified(PeerId peer) {
    return identified.get(peer);
  }

  @Override
  public String problem(PeerId peer) {
    return "";
  }

  @Override
  public List<String> addresses() {
    return List.of();
  }

  @Override
  public void announce(String source, List<String> addresses) {}

  @Override
  public void addListener(HostListener listener) {
    listeners.add(listener);
    connections.forEach((peer, infos) -> listener.connected(peer, infos.getFirst()));
  }
}
