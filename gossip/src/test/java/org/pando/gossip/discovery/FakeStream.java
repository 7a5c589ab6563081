package org.pando.gossip.discovery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.MessageStream;
import org.pando.gossip.PeerId;

/** A stream whose other end has said everything already. */
final class FakeStream implements MessageStream {
  final List<byte[]> sent = new ArrayList<>();
  boolean ended;
  boolean closed;

  private final PeerId peer;
  private final Deque<byte[]> incoming;

  FakeStream(PeerId peer, List<byte[]> incoming) {
    this.peer = peer;
    this.incoming = new ArrayDeque<>(incoming);
  }

  @Override
  public PeerId peer() {
    return peer;
  }

  @Override
  public void send(byte[] message) {
    sent.add(message);
  }

  @Override
  public byte @Nullable [] receive() {
    return incoming.poll();
  }

  @Override
  public void end() {
    ended = true;
  }

  @Override
  public void close() {
    closed = true;
  }
}
