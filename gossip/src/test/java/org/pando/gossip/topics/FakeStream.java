package org.pando.gossip.topics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.gossip.host.ConnectionInfo;
import org.pando.gossip.host.LoopStream;
import org.pando.gossip.host.StreamHandler;

/** One end of a stream, with the window that the other end grants. */
final class FakeStream implements LoopStream {
  static final int WINDOW = 256 << 10;
  static final int LOW_WATER = 64 << 10;

  private final FakeHost owner;
  private final ConnectionInfo connection;
  private final String protocol;
  private final boolean inbound;
  final StreamHandler handler;
  final List<byte[]> written = new ArrayList<>();
  private final Deque<byte[]> queue = new ArrayDeque<>();
  private @Nullable FakeStream other;
  private long queued;
  private int window = WINDOW;
  boolean ended;
  boolean wasReset;
  boolean closed;

  FakeStream(
      FakeHost owner,
      ConnectionInfo connection,
      String protocol,
      boolean inbound,
      StreamHandler handler) {
    this.owner = owner;
    this.connection = connection;
    this.protocol = protocol;
    this.inbound = inbound;
    this.handler = handler;
  }

  void join(FakeStream end) {
    other = end;
  }

  FakeStream other() {
    return Objects.requireNonNull(other);
  }

  @Override
  public PeerId peer() {
    return connection.peer();
  }

  @Override
  public ConnectionInfo connection() {
    return connection;
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
    if (closed || ended) {
      return;
    }
    written.add(bytes);
    queue.addLast(bytes);
    queued += bytes.length;
    flush();
  }

  private void flush() {
    boolean wasHigh = queued > LOW_WATER;
    while (!queue.isEmpty() && queue.peekFirst().length <= window) {
      byte[] bytes = queue.removeFirst();
      queued -= bytes.length;
      window -= bytes.length;
      owner.network.at(owner.network.now(), () -> other().arrive(bytes));
    }
    if (wasHigh && queued <= LOW_WATER) {
      owner.network.at(owner.network.now(), this::writable);
    }
  }

  private void writable() {
    if (!closed) {
      handler.writable(this);
    }
  }

  private void arrive(byte[] bytes) {
    if (!closed) {
      handler.data(this, bytes);
    }
  }

  @Override
  public long queued() {
    return queued;
  }

  @Override
  public void end() {
    if (!ended && !closed) {
      ended = true;
      owner.network.at(owner.network.now(), () -> other().endArrives());
      closeWhenBothEnded();
    }
  }

  private void endArrives() {
    if (!closed) {
      handler.ended(this);
      closeWhenBothEnded();
    }
  }

  private void closeWhenBothEnded() {
    if (ended && other().ended) {
      close();
      other().close();
    }
  }

  @Override
  public void reset() {
    wasReset = true;
    close();
    owner.network.at(owner.network.now(), () -> other().close());
  }

  void close() {
    if (!closed) {
      closed = true;
      handler.closed(this);
    }
  }

  @Override
  public void consumed(int bytes) {
    FakeStream sender = other();
    sender.window += bytes;
    sender.flush();
  }

  @Override
  public @Nullable GossipException problem() {
    return closed ? new GossipException(GossipException.Kind.CLOSED, "closed by the test") : null;
  }
}
