package org.pando.gossip.identify;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.PeerId;
import org.pando.gossip.host.ConnectionInfo;
import org.pando.gossip.host.LoopStream;
import org.pando.gossip.host.StreamHandler;

/** A stream whose other end is the test. */
final class FakeStream implements LoopStream {
  final ByteArrayOutputStream written = new ByteArrayOutputStream();
  int writes;
  boolean ended;
  boolean reset;
  boolean closed;
  int consumed;
  long queued;
  private final ConnectionInfo connection;
  private final String protocol;
  private final boolean inbound;
  private final StreamHandler handler;
  private boolean remoteEnded;
  private @Nullable GossipException problem;

  FakeStream(ConnectionInfo connection, String protocol, boolean inbound, StreamHandler handler) {
    this.connection = connection;
    this.protocol = protocol;
    this.inbound = inbound;
    this.handler = handler;
  }

  /** The peer agrees on the protocol. */
  FakeStream agree() {
    handler.opened(this);
    return this;
  }

  FakeStream receive(byte[] bytes) {
    handler.data(this, bytes);
    return this;
  }

  /** The peer ends its side. */
  FakeStream finish() {
    remoteEnded = true;
    if (!closed) {
      handler.ended(this);
      closeWhenEnded();
    }
    return this;
  }

  void writable() {
    queued = 0;
    handler.writable(this);
  }

  /** The peer resets it, or the connection is gone. */
  void close() {
    fail(new GossipException(Kind.CLOSED, "the connection is gone"));
  }

  void fail(GossipException why) {
    if (!closed) {
      closed = true;
      problem = why;
      handler.closed(this);
    }
  }

  private void closeWhenEnded() {
    if (ended && remoteEnded && !closed) {
      closed = true;
      handler.closed(this);
    }
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
    if (!ended && !closed) {
      writes++;
      written.writeBytes(bytes);
    }
  }

  @Override
  public long queued() {
    return queued;
  }

  @Override
  public void end() {
    ended = true;
    closeWhenEnded();
  }

  @Override
  public void reset() {
    reset = true;
    fail(new GossipException(Kind.CLOSED, "this node reset the stream"));
  }

  @Override
  public void consumed(int bytes) {
    consumed += bytes;
  }

  @Override
  public @Nullable GossipException problem() {
    return problem;
  }
}
