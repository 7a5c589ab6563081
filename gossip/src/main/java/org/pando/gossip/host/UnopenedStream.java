package org.pando.gossip.host;

import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;

/** A stream that never had a connection. */
record UnopenedStream(PeerId peer, GossipException problem) implements LoopStream {
  static void tell(PeerId peer, StreamHandler handler, GossipException problem) {
    handler.closed(new UnopenedStream(peer, problem));
  }

  @Override
  public ConnectionInfo connection() {
    throw new IllegalStateException("the stream was never opened");
  }

  @Override
  public String protocol() {
    return "";
  }

  @Override
  public boolean inbound() {
    return false;
  }

  @Override
  public void write(byte[] bytes) {}

  @Override
  public long queued() {
    return 0;
  }

  @Override
  public void end() {}

  @Override
  public void reset() {}

  @Override
  public void consumed(int bytes) {}
}
