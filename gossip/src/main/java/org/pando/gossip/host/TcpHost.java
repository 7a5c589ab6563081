package org.pando.gossip.host;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.Identity;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.Surroundings;
import org.pando.gossip.identity.PublicKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link Host} over TCP. It is made, told what to serve, then listens, and is closed once. */
public final class TcpHost implements Host, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TcpHost.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final PeerId id;
  private final Surroundings surroundings;
  private final Sockets sockets;
  private final Loop loop;
  private final Connections connections;
  private final Dialer dialer;
  private final Listening listening;
  private final List<HostListener> listeners = new ArrayList<>();

  /**
   * @param networkKey of the private network, 32 bytes; null: the network is public
   * @param loopbackFree whether any number of connections may come from this machine
   * @throws GossipException when the identity's public key is none
   */
  public TcpHost(
      Identity identity,
      byte @Nullable [] networkKey,
      boolean loopbackFree,
      Surroundings surroundings)
      throws GossipException {
    this(
        identity,
        networkKey,
        loopbackFree ? HostLimits.DEFAULT.withLoopbackFree() : HostLimits.DEFAULT,
        surroundings);
  }

  TcpHost(
      Identity identity, byte @Nullable [] networkKey, HostLimits limits, Surroundings surroundings)
      throws GossipException {
    this.id = PublicKey.ed25519(identity.publicKey()).peerId();
    this.surroundings = surroundings;
    this.sockets = new Sockets(surroundings.loopThread(), surroundings.nanos());
    this.loop = sockets.loop();
    Credentials credentials = new Credentials(identity, surroundings.random(), networkKey);
    this.connections = new Connections(credentials, limits, sockets, new PeerWatcher());
    this.dialer = new Dialer(loop, surroundings, connections, limits.pendingOutbound());
    this.listening =
        new Listening(
            sockets,
            surroundings.workers(),
            connections::accepted,
            () -> tell(HostListener::changed));
    loop.execute(this::tick);
  }

  /**
   * Listens on each address. Waits; not on the loop.
   *
   * @param multiaddrs {@code /ip4/…/tcp/…} or {@code /ip6/…/tcp/…}
   * @return the sockets, in the same order, with the ports that were chosen for 0
   * @throws GossipException MALFORMED, or UNREACHABLE when the system does not let it
   */
  public List<InetSocketAddress> listen(List<String> multiaddrs) throws GossipException {
    return listening.listen(multiaddrs);
  }

  private void tick() {
    loop.after(TICK, this::tick);
    connections.tick();
  }

  /** What one listener throws is a defect of ours, and keeps nothing from the others. */
  private void tell(Consumer<HostListener> call) {
    for (HostListener listener : List.copyOf(listeners)) {
      try {
        call.accept(listener);
      } catch (RuntimeException e) {
        LOG.error("a listener of the host failed; the others hear of it all the same", e);
      }
    }
  }

  private final class PeerWatcher implements Connections.Watcher {
    @Override
    public void connected(Peer peer, ConnectionInfo first) {
      dialer.connected(peer);
      tell(listener -> listener.connected(peer.id, first));
    }

    @Override
    public void disconnected(Peer peer, long lasted) {
      peer.identified = null;
      tell(listener -> listener.disconnected(peer.id));
      dialer.disconnected(peer, lasted);
    }
  }

  @Override
  public PeerId id() {
    return id;
  }

  @Override
  public Surroundings surroundings() {
    return surroundings;
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    return loop.after(delay, task);
  }

  @Override
  public long now() {
    return loop.now();
  }

  @Override
  public void serve(
      String protocol, Supplier<? extends StreamHandler> handlers, int maxStreamsPerPeer) {
    connections.protocols().serve(protocol, handlers, maxStreamsPerPeer);
    tell(HostListener::changed);
  }

  @Override
  public Set<String> protocols() {
    return connections.protocols().names();
  }

  @Override
  public void open(PeerId peer, List<String> protocols, StreamHandler handler) {
    loop.execute(() -> openNow(peer, protocols, handler));
  }

  private void openNow(PeerId id, List<String> protocols, StreamHandler handler) {
    Peer peer = connections.known(id);
    Connection connection = peer == null ? null : peer.preferred();
    if (peer == null || connection == null) {
      UnopenedStream.tell(
          id, handler, new GossipException(Kind.UNREACHABLE, "there is no connection to " + id));
    } else {
      connection.open(id, peer.proposal(protocols), handler, now());
    }
  }

  /** Connects to a peer at its known addresses, when there is no connection. On the loop. */
  void reach(PeerId id, Consumer<@Nullable GossipException> done) {
    Peer peer = id.equals(this.id) ? null : connections.peer(id);
    if (peer == null) {
      String why = id.equals(this.id) ? "that is this node itself" : "too many peers are known";
      done.accept(new GossipException(Kind.REFUSED, why));
    } else {
      dialer.reach(peer, done);
    }
  }

  @Override
  public void connect(PeerAddress address) {
    dial(address, false);
  }

  @Override
  public void keep(PeerAddress address) {
    dial(address, true);
  }

  private void dial(PeerAddress address, boolean keep) {
    Peer peer = address.peer().equals(id) ? null : connections.peer(address.peer());
    if (peer != null) {
      peer.kept |= keep;
      peer.learn(address);
      dialer.connect(peer);
    }
  }

  @Override
  public void disconnect(PeerId id, String reason) {
    Peer peer = connections.known(id);
    if (peer != null) {
      LOG.info("{} is disconnected: {}", id, reason);
      GossipException why = new GossipException(Kind.CLOSED, "this node hung up: " + reason);
      List.copyOf(peer.connections).forEach(each -> each.close(why));
    }
  }

  @Override
  public void protect(PeerId id, String tag) {
    Peer peer = connections.peer(id);
    if (peer != null) {
      peer.tags.add(tag);
    }
  }

  @Override
  public void unprotect(PeerId id, String tag) {
    Peer peer = connections.known(id);
    if (peer != null) {
      peer.tags.remove(tag);
    }
  }

  @Override
  public Set<PeerId> peers() {
    return those(Peer::isConnected);
  }

  /** The peers that are kept. */
  public Set<PeerId> kept() {
    return those(peer -> peer.kept);
  }

  private Set<PeerId> those(Predicate<Peer> wanted) {
    return connections.peers().stream()
        .filter(wanted)
        .map(peer -> peer.id)
        .collect(Collectors.toSet());
  }

  /** Where the peer is dialed, multiaddrs. */
  public List<String> tried(PeerId id) {
    Peer peer = connections.known(id);
    return peer == null ? List.of() : peer.addresses.stream().map(PeerAddress::address).toList();
  }

  @Override
  public List<ConnectionInfo> connections(PeerId id) {
    Peer peer = connections.known(id);
    return peer == null ? List.of() : peer.connections.stream().map(Connection::info).toList();
  }

  @Override
  public void identified(PeerId id, Identified identified) {
    Peer peer = connections.known(id);
    if (peer != null && peer.isConnected()) {
      peer.identified = identified;
      for (String address : identified.addresses()) {
        peer.learn(new PeerAddress(id, address));
      }
      tell(listener -> listener.identified(id, identified));
    }
  }

  @Override
  public @Nullable Identified identified(PeerId id) {
    Peer peer = connections.known(id);
    return peer == null ? null : peer.identified;
  }

  @Override
  public String problem(PeerId id) {
    Peer peer = connections.known(id);
    return peer == null ? "" : peer.problem;
  }

  @Override
  public List<String> addresses() {
    return listening.addresses();
  }

  @Override
  public void announce(String source, List<String> addresses) {
    listening.announce(source, addresses);
  }

  @Override
  public void addListener(HostListener listener) {
    listeners.add(listener);
    for (Peer peer : List.copyOf(connections.peers())) {
      if (peer.isConnected()) {
        listener.connected(peer.id, peer.connections.getFirst().info());
      }
    }
  }

  /** How many sockets are open. Any thread. */
  int openSockets() {
    return sockets.open();
  }

  /** Says good-bye to all peers and closes every socket. Waits; not on the loop. */
  @Override
  public void close() {
    loop.execute(
        () -> {
          dialer.close();
          sockets.stopListening();
          connections.close();
        });
    sockets.close();
  }
}
