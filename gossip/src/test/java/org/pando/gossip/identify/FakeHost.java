package org.pando.gossip.identify;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
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

/** A host without connections, in virtual time: the test is the peers. */
final class FakeHost implements Host {
  private static final InetSocketAddress LOCAL =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.200"), 4053);

  final TestIdentity identity = TestIdentity.of(1);
  final List<FakeStream> opened = new ArrayList<>();
  final List<String> disconnected = new ArrayList<>();
  final List<Identified> reports = new ArrayList<>();
  List<String> addresses = List.of();
  final Map<String, List<String>> announced = new HashMap<>();
  private final Map<String, Supplier<? extends StreamHandler>> served = new LinkedHashMap<>();
  private final Map<String, Integer> limits = new HashMap<>();
  private final Map<PeerId, ConnectionInfo> connections = new LinkedHashMap<>();
  private final Map<PeerId, Identified> identified = new HashMap<>();
  private final List<HostListener> listeners = new ArrayList<>();
  private final PriorityQueue<Timed> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timed::at).thenComparingLong(Timed::order));
  private long now = 1_000_000_000_000L;
  private final Random random = new Random(11);
  private long order;

  private record Timed(long at, long order, Runnable task) {}

  /** A peer connects from there. */
  ConnectionInfo connect(PeerId peer, String ip, boolean outbound) {
    ConnectionInfo connection =
        new ConnectionInfo(
            ++order,
            peer,
            outbound,
            new InetSocketAddress(InetAddress.ofLiteral(ip), 50_123),
            LOCAL);
    connections.put(peer, connection);
    listeners.forEach(listener -> listener.connected(peer, connection));
    return connection;
  }

  /** The peer's connection ends, its streams first. */
  void lose(PeerId peer) {
    for (FakeStream stream : List.copyOf(opened)) {
      if (stream.peer().equals(peer)) {
        stream.close();
      }
    }
    connections.remove(peer);
    identified.remove(peer);
    listeners.forEach(listener -> listener.disconnected(peer));
  }

  /** The host serves something else or has other addresses. */
  void change(String... addresses) {
    this.addresses = List.of(addresses);
    listeners.forEach(HostListener::changed);
  }

  /** The streams that were opened with a protocol, oldest first. */
  List<FakeStream> opened(String protocol) {
    return opened.stream().filter(stream -> stream.protocol().equals(protocol)).toList();
  }

  /** A peer opens a stream of a served protocol. */
  FakeStream accept(PeerId peer, String protocol) {
    StreamHandler handler = Objects.requireNonNull(served.get(protocol), protocol).get();
    FakeStream stream =
        new FakeStream(Objects.requireNonNull(connections.get(peer)), protocol, true, handler);
    handler.opened(stream);
    return stream;
  }

  int limit(String protocol) {
    return Objects.requireNonNull(limits.get(protocol));
  }

  void advance(Duration by) {
    long until = now + by.toNanos();
    for (Timed next = timers.peek(); next != null && next.at <= until; next = timers.peek()) {
      timers.remove();
      now = next.at;
      next.task.run();
    }
    now = until;
  }

  int pendingTimers() {
    return timers.size();
  }

  @Override
  public PeerId id() {
    return identity.peerId();
  }

  @Override
  public Surroundings surroundings() {
    return new Surroundings(
        Thread::new,
        Runnable::run,
        this::now,
        () -> Instant.ofEpochMilli(1_700_000_000_000L + now / 1_000_000),
        random,
        new NoNames());
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    Timed timed = new Timed(now + delay.toNanos(), ++order, task);
    timers.add(timed);
    return () -> timers.remove(timed);
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public void serve(
      String protocol, Supplier<? extends StreamHandler> handlers, int maxStreamsPerPeer) {
    served.put(protocol, handlers);
    limits.put(protocol, maxStreamsPerPeer);
    listeners.forEach(HostListener::changed);
  }

  @Override
  public Set<String> protocols() {
    return Set.copyOf(served.keySet());
  }

  @Override
  public void open(PeerId peer, List<String> protocols, StreamHandler handler) {
    ConnectionInfo connection = Objects.requireNonNull(connections.get(peer));
    opened.add(new FakeStream(connection, protocols.getFirst(), false, handler));
  }

  @Override
  public void connect(PeerAddress address) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void keep(PeerAddress address) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void disconnect(PeerId peer, String reason) {
    disconnected.add(peer + ": " + reason);
  }

  @Override
  public void protect(PeerId peer, String tag) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void unprotect(PeerId peer, String tag) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<PeerId> peers() {
    return connections.keySet();
  }

  @Override
  public List<ConnectionInfo> connections(PeerId peer) {
    ConnectionInfo connection = connections.get(peer);
    return connection == null ? List.of() : List.of(connection);
  }

  @Override
  public void identified(PeerId peer, Identified said) {
    identified.put(peer, said);
    reports.add(said);
    listeners.forEach(listener -> listener.identified(peer, said));
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
    return addresses;
  }

  @Override
  public void announce(String source, List<String> addresses) {
    announced.put(source, List.copyOf(addresses));
  }

  @Override
  public void addListener(HostListener listener) {
    listeners.add(listener);
    connections.forEach(listener::connected);
  }
}
