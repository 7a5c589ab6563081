package org.pando.gossip.host;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.PeerId;
import org.pando.gossip.multistream.Negotiation;
import org.pando.gossip.yamux.YamuxSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of a {@link Connection}: it negotiates the protocol, then hands bytes between the
 * handler and yamux. Owned by the gossip loop.
 */
final class ConnectionStream implements LoopStream {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionStream.class);

  private final Connection connection;
  private final int number;
  private final ConnectionInfo info;
  private final boolean inbound;
  private final Negotiation negotiation;
  private final long negotiationDeadline;
  private final Connection.@Nullable Owner acceptor;
  private @Nullable StreamHandler handler;
  private String protocol = "";
  private boolean accepted;
  private boolean localEnded;
  private boolean remoteEnded;
  private boolean closed;
  private @Nullable GossipException problem;

  private ConnectionStream(
      Connection connection,
      int number,
      Negotiation negotiation,
      Connection.@Nullable Owner acceptor,
      @Nullable StreamHandler handler,
      long negotiationDeadline) {
    this.connection = connection;
    this.number = number;
    this.info = connection.info();
    this.inbound = acceptor != null;
    this.negotiation = negotiation;
    this.acceptor = acceptor;
    this.handler = handler;
    this.negotiationDeadline = negotiationDeadline;
  }

  static ConnectionStream inbound(
      Connection connection, int number, Connection.Owner owner, long deadline) {
    return new ConnectionStream(
        connection, number, Negotiation.listener(owner::serves), owner, null, deadline);
  }

  static ConnectionStream outbound(
      Connection connection, int number, Proposal proposal, StreamHandler handler, long deadline) {
    Negotiation negotiation = Negotiation.dialer(proposal.protocols(), proposal.lazy());
    return new ConnectionStream(connection, number, negotiation, null, handler, deadline);
  }

  /** Sends the first proposal; a lazy stream is open from then on. */
  void propose() {
    put(negotiation.start());
    openOnce();
  }

  private void openOnce() {
    String selected = negotiation.selected();
    if (selected == null || !protocol.isEmpty()) {
      return;
    }
    protocol = selected;
    if (acceptor != null) {
      handler = acceptor.accept(info.peer(), selected);
      accepted = handler != null;
    }
    if (handler == null) {
      fail(new GossipException(Kind.LIMIT, "too many streams of " + selected + " from the peer"));
      return;
    }
    tell(to -> to.opened(this));
  }

  void received(byte[] bytes) {
    if (negotiation.settled()) {
      deliver(bytes);
      return;
    }
    byte[] rest;
    try {
      byte[] answer = negotiation.receive(bytes);
      rest = negotiation.leftover();
      connection.session().consumed(number, bytes.length - rest.length);
      if (answer.length > 0) {
        put(answer);
      }
    } catch (GossipException e) {
      fail(e);
      return;
    }
    if (negotiation.refused()) {
      String what = protocol.isEmpty() ? "any protocol proposed" : protocol;
      fail(new GossipException(Kind.REFUSED, info.peer() + " does not speak " + what));
    } else if (negotiation.settled()) {
      connection.settled(this);
      openOnce();
      if (rest.length > 0) {
        deliver(rest);
      }
    }
  }

  private void deliver(byte[] bytes) {
    if (!closed) {
      tell(to -> to.data(this, bytes));
    }
  }

  void remoteEnded() {
    remoteEnded = true;
    if (!negotiation.settled()) {
      fail(GossipException.protocol("the peer ended the stream while its protocol was unsettled"));
      return;
    }
    tell(to -> to.ended(this));
    closeWhenEnded();
  }

  void tick(long now) {
    if (now - negotiationDeadline >= 0) {
      fail(new GossipException(Kind.TIMEOUT, "the peer took too long to agree on a protocol"));
    }
  }

  /** What was queued is down to {@link YamuxSession#LOW_WATER} bytes. */
  void writable() {
    tell(to -> to.writable(this));
  }

  private void put(byte[] bytes) {
    connection.session().write(number, bytes);
    connection.changed();
  }

  /** What a handler throws is a defect of ours: it costs this stream, nothing else. */
  private void tell(Consumer<StreamHandler> call) {
    StreamHandler to = handler;
    if (to == null) {
      return;
    }
    try {
      call.accept(to);
    } catch (RuntimeException e) {
      LOG.error("the handler of {} with {} failed; its stream is reset", protocol, info.peer(), e);
      fail(new GossipException(Kind.CLOSED, "this node failed to handle the stream", e));
    }
  }

  private void fail(GossipException why) {
    if (!closed) {
      connection.session().reset(number);
      close(why);
    }
  }

  private void closeWhenEnded() {
    if (localEnded && remoteEnded) {
      close(null);
    }
  }

  /** Nothing more comes. */
  void close(@Nullable GossipException why) {
    if (closed) {
      return;
    }
    closed = true;
    problem = why;
    connection.forget(this);
    if (accepted && acceptor != null) {
      acceptor.released(info.peer(), protocol);
    }
    tell(to -> to.closed(this));
  }

  int number() {
    return number;
  }

  @Override
  public PeerId peer() {
    return info.peer();
  }

  @Override
  public ConnectionInfo connection() {
    return info;
  }

  @Override
  public String protocol() {
    return protocol;
  }

  @Override
  public boolean inbound() {
    return inbound;
  }

  @Override
  public void write(byte[] bytes) {
    if (!closed && !localEnded && bytes.length > 0) {
      put(bytes);
    }
  }

  @Override
  public long queued() {
    return closed ? 0 : connection.session().queued(number);
  }

  @Override
  public void end() {
    if (closed || localEnded) {
      return;
    }
    localEnded = true;
    connection.session().end(number);
    connection.changed();
    closeWhenEnded();
  }

  @Override
  public void reset() {
    fail(new GossipException(Kind.CLOSED, "this node reset the stream"));
  }

  @Override
  public void consumed(int bytes) {
    if (!closed) {
      connection.session().consumed(number, bytes);
      connection.changed();
    }
  }

  @Override
  public @Nullable GossipException problem() {
    return problem;
  }
}
