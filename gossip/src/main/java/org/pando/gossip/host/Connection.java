package org.pando.gossip.host;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.PeerId;
import org.pando.gossip.noise.NoiseTransport;
import org.pando.gossip.pnet.Protector;
import org.pando.gossip.upgrade.Upgrade;
import org.pando.gossip.upgrade.Upgraded;
import org.pando.gossip.yamux.YamuxEvent;
import org.pando.gossip.yamux.YamuxLimits;
import org.pando.gossip.yamux.YamuxSession;

/**
 * A connection without its socket: bytes of the network in and out at one end, streams at the
 * other. It is first upgraded (Noise, yamux), then carries streams until it is closed or lost. In a
 * private network all of it is protected. Owned by the gossip loop. One file, as it is one state
 * machine.
 *
 * <p>Whenever it may have something to send it wakes who drives it, which takes {@link #output} as
 * fast as the network does, and closes the socket when the connection is {@link #finished}.
 */
final class Connection {
  /** What a connection asks of its host, and tells it. */
  interface Owner {
    /** The peer has proven who it is. Throws to refuse it. */
    void upgraded(Connection connection) throws GossipException;

    boolean serves(String protocol);

    /** The handler of a stream that the peer opened; {@code null} when it has too many. */
    @Nullable StreamHandler accept(PeerId peer, String protocol);

    /** A stream that was accepted is closed. */
    void released(PeerId peer, String protocol);

    /** Nothing more comes; its streams are closed. Once, also when it was never upgraded. */
    void closed(Connection connection, GossipException why);
  }

  /** The largest plaintext of one Noise message: what is sent together goes out as one. */
  private static final int MAX_PLAINTEXT = NoiseTransport.MAX_PLAINTEXT;

  /** How long a stream's negotiation may take, and how long a peer may stay after its good-bye. */
  private static final long PATIENCE = Duration.ofSeconds(10).toNanos();

  private final Owner owner;
  private final ConnectionEnds ends;
  private final Upgrade upgrade;
  private final @Nullable Protector protector;
  private final long upgradeDeadline;
  private final Map<Integer, ConnectionStream> streams = new HashMap<>();
  private final Set<ConnectionStream> negotiating = new LinkedHashSet<>();
  private final ArrayDeque<byte[]> handshake = new ArrayDeque<>();
  private byte[] nonce = {};
  private Runnable wake = () -> {};
  private @Nullable Link link;
  private @Nullable GossipException end;
  private boolean leaving;
  private long leaveDeadline;
  private long openedAt;
  private long lastUsed;

  /** What an upgraded connection has. */
  private record Link(ConnectionInfo info, NoiseTransport transport, YamuxSession session) {}

  Connection(
      Owner owner,
      ConnectionEnds ends,
      Upgrade upgrade,
      @Nullable Protector protector,
      long upgradeDeadline) {
    this.owner = owner;
    this.ends = ends;
    this.upgrade = upgrade;
    this.protector = protector;
    this.upgradeDeadline = upgradeDeadline;
  }

  /** Begins the upgrade. */
  void start(Runnable whenOutput) {
    wake = whenOutput;
    nonce = protector == null ? nonce : protector.start();
    handshake.add(upgrade.start());
    wake.run();
  }

  ConnectionEnds ends() {
    return ends;
  }

  boolean isUpgraded() {
    return link != null;
  }

  ConnectionInfo info() {
    return link().info();
  }

  private Link link() {
    if (link == null) {
      throw new IllegalStateException("the connection is not upgraded");
    }
    return link;
  }

  YamuxSession session() {
    return link().session();
  }

  /** Whether streams may be opened. */
  boolean isOpen() {
    return link != null && end == null && !leaving;
  }

  boolean isIdle() {
    return streams.isEmpty();
  }

  /** When it was upgraded. */
  long openedAt() {
    return openedAt;
  }

  /** When a stream was last open. */
  long lastUsed() {
    return lastUsed;
  }

  /** Bytes came from the network. */
  void received(byte[] bytes, long now) {
    if (end != null) {
      return;
    }
    byte[] meant = protector == null ? bytes : protector.receive(bytes);
    try {
      if (link == null) {
        handshake.add(upgrade.receive(meant));
        Upgraded result = upgrade.result();
        if (result != null) {
          upgraded(result, now);
        }
      } else {
        byte[] plain = decrypt(link.transport(), meant);
        if (end == null && plain.length > 0) {
          hear(link.session().receive(plain, now), now);
        }
      }
    } catch (GossipException e) {
      finish(link == null ? explained(e) : e);
    }
    wake.run();
  }

  /** Strangers in a private network look like a broken peer: the message says what may be. */
  private GossipException explained(GossipException failure) {
    return protector == null
        ? failure
        : new GossipException(
            failure.kind(),
            failure.getMessage()
                + "; this network is private: the peer may have another network key, or none",
            failure);
  }

  /** A message that does not decrypt ends the connection at once, without a word. */
  private byte[] decrypt(NoiseTransport transport, byte[] bytes) {
    try {
      return transport.decrypt(bytes);
    } catch (GossipException e) {
      lost(e);
      return new byte[0];
    }
  }

  private void upgraded(Upgraded result, long now) throws GossipException {
    YamuxSession session = new YamuxSession(ends.outbound(), YamuxLimits.DEFAULT);
    link = new Link(ends.info(result.remote()), result.transport(), session);
    openedAt = now;
    lastUsed = now;
    owner.upgraded(this);
    if (result.early().length > 0 && end == null) {
      hear(session.receive(result.early(), now), now);
    }
  }

  private void hear(List<YamuxEvent> events, long now) {
    for (YamuxEvent event : events) {
      if (end != null) {
        return;
      }
      switch (event) {
        case YamuxEvent.Opened(int id) -> {
          ConnectionStream stream = ConnectionStream.inbound(this, id, owner, now + PATIENCE);
          streams.put(id, stream);
          negotiating.add(stream);
        }
        case YamuxEvent.Data(int id, byte[] bytes) -> at(id, stream -> stream.received(bytes));
        case YamuxEvent.Ended(int id) -> at(id, ConnectionStream::remoteEnded);
        case YamuxEvent.Reset(int id) ->
            at(
                id,
                stream ->
                    stream.close(new GossipException(Kind.CLOSED, "the peer reset the stream")));
        case YamuxEvent.Writable(int id) -> at(id, ConnectionStream::writable);
        case YamuxEvent.Pong pong -> {} // that it came is enough; identify.Ping measures
        case YamuxEvent.GoneAway ignored -> {
          leaving = true;
          leaveDeadline = now + PATIENCE;
        }
      }
    }
  }

  /** A stream may be gone when an event of it is heard. */
  private void at(int id, Consumer<ConnectionStream> call) {
    ConnectionStream stream = streams.get(id);
    if (stream != null) {
      call.accept(stream);
    }
  }

  /** Opens a stream; its handler hears what becomes of it. */
  void open(PeerId peer, Proposal proposal, StreamHandler handler, long now) {
    int id;
    try {
      if (!isOpen()) {
        throw new GossipException(Kind.CLOSED, "the connection to " + ends + " closes");
      }
      id = session().open();
    } catch (GossipException e) {
      UnopenedStream.tell(peer, handler, e);
      return;
    }
    ConnectionStream stream =
        ConnectionStream.outbound(this, id, proposal, handler, now + PATIENCE);
    streams.put(id, stream);
    negotiating.add(stream);
    stream.propose();
  }

  /** The stream's protocol is agreed. */
  void settled(ConnectionStream stream) {
    negotiating.remove(stream);
  }

  /** A stream has something to send. */
  void changed() {
    wake.run();
  }

  void forget(ConnectionStream stream) {
    streams.remove(stream.number());
    negotiating.remove(stream);
    wake.run();
  }

  /** The next bytes for the network; empty when there are none now. */
  byte[] output() {
    if (nonce.length > 0) {
      byte[] first = nonce;
      nonce = new byte[0];
      return first;
    }
    byte[] next = unprotected();
    return protector == null ? next : protector.protect(next);
  }

  private byte[] unprotected() {
    byte[] first = handshake.poll();
    if (first != null) {
      return first.length == 0 ? unprotected() : first;
    }
    if (link == null) {
      return new byte[0];
    }
    byte[] frames = link.session().output(MAX_PLAINTEXT);
    if (frames.length == 0) {
      return frames;
    }
    try {
      byte[] message = link.transport().encrypt(frames);
      hear(link.session().drained(), 0);
      return message;
    } catch (GossipException e) {
      lost(e);
      return new byte[0];
    }
  }

  /** Lets time pass; called about once a second. */
  void tick(long now) {
    if (end != null) {
      return;
    }
    if (link == null) {
      if (now - upgradeDeadline >= 0) {
        finish(explained(upgrade.failure(Kind.TIMEOUT, "no end")));
        wake.run();
      }
      return;
    }
    lastUsed = isIdle() ? lastUsed : now;
    try {
      link.session().onTick(now);
    } catch (GossipException e) {
      finish(e);
      wake.run();
      return;
    }
    for (ConnectionStream stream : new ArrayList<>(negotiating)) {
      stream.tick(now);
    }
    if (leaving && (isIdle() || now - leaveDeadline >= 0)) {
      close(new GossipException(Kind.CLOSED, "the peer said good-bye"));
    }
    wake.run();
  }

  /** Says good-bye and ends everything; what is still to be sent goes out first. */
  void close(GossipException why) {
    if (end == null && link != null) {
      link.session().goAway(0);
    }
    finish(why);
    wake.run();
  }

  /** The network no longer carries it: nothing more goes out. */
  void lost(GossipException why) {
    boolean early = link == null && end == null && why.kind() == Kind.CLOSED;
    finish(early ? explained(upgrade.failure(Kind.CLOSED, String.valueOf(why.getMessage()))) : why);
    handshake.clear();
    link = null;
    wake.run();
  }

  private void finish(GossipException why) {
    if (end != null) {
      return;
    }
    end = why;
    for (ConnectionStream stream : new ArrayList<>(streams.values())) {
      stream.close(why);
    }
    owner.closed(this, why);
  }

  /** Whether the socket is to be closed once {@link #output} is empty. */
  boolean finished() {
    return end != null;
  }

  /** Whether what it still gives out ends with a good-bye. */
  boolean saidGoodbye() {
    return end != null && link != null;
  }

  /** Why it ended; {@code null} while it has not. */
  @Nullable GossipException end() {
    return end;
  }
}
