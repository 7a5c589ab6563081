package org.pando.gossip.host;

import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.PeerId;
import org.pando.gossip.upgrade.Upgrade;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All connections, from the first packet to the last, and whose they are. Owned by the loop. */
final class Connections implements Connection.Owner, Dial.Network {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  /** How many peers are remembered; beyond, strangers are not dialed. */
  private static final int MAX_PEERS = 4_096;

  /** How many connections one peer may have; two come of both dialing at once. */
  private static final int MAX_PER_PEER = 8;

  /** Hears of a peer's first and last connection. */
  interface Watcher {
    void connected(Peer peer, ConnectionInfo first);

    void disconnected(Peer peer, long lasted);
  }

  private final Credentials credentials;
  private final HostLimits limits;
  private final Sockets sockets;
  private final Watcher watcher;
  private final Protocols protocols = new Protocols();
  private final Admission admission;
  private final Map<PeerId, Peer> peers = new HashMap<>();
  private final Set<Connection> all = new HashSet<>();
  private final Map<Connection, Consumer<@Nullable GossipException>> dialed = new HashMap<>();
  private long count;
  private boolean closing;

  Connections(Credentials credentials, HostLimits limits, Sockets sockets, Watcher watcher) {
    this.credentials = credentials;
    this.limits = limits;
    this.sockets = sockets;
    this.watcher = watcher;
    this.admission = new Admission(limits);
  }

  Protocols protocols() {
    return protocols;
  }

  Collection<Peer> peers() {
    return peers.values();
  }

  @Nullable Peer known(PeerId id) {
    return peers.get(id);
  }

  /** What is known of the peer, from now on if it was not; null when there is no room for it. */
  @Nullable Peer peer(PeerId id) {
    long now = now();
    if (peers.size() >= MAX_PEERS && !peers.containsKey(id)) {
      peers.values().removeIf(peer -> peer.isForgettable(now));
    }
    return peers.size() >= MAX_PEERS
        ? peers.get(id)
        : peers.computeIfAbsent(id, absent -> new Peer(absent, now));
  }

  private long now() {
    return sockets.loop().now();
  }

  /** Somebody has connected. */
  void accepted(SocketChannel channel) {
    InetSocketAddress remote = channel.remoteAddress();
    String refusal = refusal(remote);
    if (!refusal.isEmpty()) {
      LOG.debug("a connection from {} is not let in: {}", remote, refusal);
      var _ = channel.close();
      return;
    }
    start(channel, carry(ends(channel, false), credentials.listener()));
  }

  private String refusal(@Nullable InetSocketAddress remote) {
    if (remote == null) {
      return "it is closed already";
    }
    return closing ? "this node closes" : admission.admit(remote.getAddress());
  }

  private ConnectionEnds ends(Channel channel, boolean outbound) {
    return new ConnectionEnds(
        ++count,
        outbound,
        (InetSocketAddress) channel.remoteAddress(),
        (InetSocketAddress) channel.localAddress());
  }

  private Connection carry(ConnectionEnds ends, Upgrade upgrade) {
    long deadline = now() + Dial.PATIENCE.toNanos();
    Connection connection = new Connection(this, ends, upgrade, credentials.protector(), deadline);
    all.add(connection);
    return connection;
  }

  private void start(Channel channel, Connection connection) {
    new ConnectionChannel(connection, sockets.loop(), channel).start();
  }

  /** A socket that connects, and is closed until a connection takes it over. */
  private record Socket(Channel channel) implements Dial.Attempt {
    @Override
    public void close() {
      var _ = channel.close();
    }
  }

  @Override
  public Dial.Attempt connect(
      InetSocketAddress to, Consumer<Dial.Attempt> connected, Consumer<String> failed) {
    return new Socket(
        sockets.connect(
            to,
            channel -> connected.accept(new Socket(channel)),
            cause -> failed.accept(String.valueOf(cause.getMessage()))));
  }

  @Override
  public void upgrade(Dial.Attempt attempt, PeerId peer, Consumer<@Nullable GossipException> done) {
    Channel channel = ((Socket) attempt).channel();
    if (!channel.isActive() || !admission.hasRoom()) {
      String why = channel.isActive() ? "this node has too many connections" : "it hung up at once";
      done.accept(new GossipException(Kind.UNREACHABLE, why));
      return;
    }
    admission.dialed();
    Connection connection = carry(ends(channel, true), credentials.dialer(peer));
    dialed.put(connection, done);
    start(channel, connection);
  }

  @Override
  public void upgraded(Connection connection) throws GossipException {
    ConnectionInfo info = connection.info();
    Peer peer = peer(info.peer());
    if (closing || peer == null) {
      throw new GossipException(Kind.REFUSED, "this node takes no more peers");
    }
    if (peer.connections.size() >= MAX_PER_PEER) {
      throw GossipException.limit("the peer has " + MAX_PER_PEER + " connections already");
    }
    if (!info.outbound()) {
      admission.settled();
    }
    peer.connections.add(connection);
    Consumer<@Nullable GossipException> done = dialed.remove(connection);
    if (done != null) {
      done.accept(null);
    }
    if (peer.connections.size() == 1) {
      watcher.connected(peer, info);
    }
    trim();
  }

  @Override
  public void closed(Connection connection, GossipException why) {
    all.remove(connection);
    ConnectionEnds ends = connection.ends();
    Peer peer = connection.isUpgraded() ? peers.get(connection.info().peer()) : null;
    boolean stood = peer != null && peer.connections.remove(connection);
    leave(ends, stood);
    LOG.debug("connection {} with {} has ended: {}", ends.number(), ends, why.getMessage());
    Consumer<@Nullable GossipException> done = dialed.remove(connection);
    if (done != null) {
      done.accept(why);
    }
    if (stood && peer != null && !peer.isConnected()) {
      watcher.disconnected(peer, now() - connection.openedAt());
    }
  }

  private void leave(ConnectionEnds ends, boolean stood) {
    if (ends.outbound()) {
      admission.hungUp();
      return;
    }
    admission.leave(ends.remote().getAddress());
    if (!stood) {
      admission.settled();
    }
  }

  @Override
  public boolean serves(String protocol) {
    return protocols.serves(protocol);
  }

  @Override
  public @Nullable StreamHandler accept(PeerId peer, String protocol) {
    return protocols.accept(peer, protocol);
  }

  @Override
  public void released(PeerId peer, String protocol) {
    protocols.released(peer, protocol);
  }

  private void trim() {
    GossipException why = GossipException.limit("this node has too many connections");
    for (Connection each : Trim.excess(peers.values(), admission.total(), limits, now())) {
      each.close(why);
    }
  }

  /** Lets time pass; called once a second. */
  void tick() {
    long now = now();
    for (Connection connection : new ArrayList<>(all)) {
      try {
        connection.tick(now);
      } catch (RuntimeException e) {
        LOG.error("the connection to {} is closed: this node failed", connection.ends(), e);
        connection.lost(new GossipException(Kind.CLOSED, "this node failed", e));
      }
    }
    GossipException why = new GossipException(Kind.CLOSED, "nothing goes on over the connection");
    Trim.idle(peers.values(), now).forEach(each -> each.close(why));
    trim();
  }

  /** Says good-bye to everybody. */
  void close() {
    closing = true;
    GossipException why = new GossipException(Kind.CLOSED, "this node closes");
    List.copyOf(all).forEach(each -> each.close(why));
  }
}
