package org.pando.gossip.topics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.host.Host;
import org.pando.gossip.host.LoopStream;
import org.pando.gossip.pubsub.Rpc;
import org.pando.gossip.pubsub.RpcCodec;
import org.pando.gossip.wire.LengthFrames;

/**
 * A peer's stream to us, from which we only read: it is neither written to nor ended, as the peer
 * would take that for our death. What comes faster than {@link RpcLimits} allow, or before our own
 * stream stands, stays unread, and the peer gets no more credit. Owned by the gossip loop.
 */
final class Inbound {
  /** Hears what the peer says. */
  interface Listener {
    void said(Rpc rpc);

    /** It sent bytes that are no RPC. */
    void malformed(GossipException problem);
  }

  private final Host host;
  private final LoopStream stream;
  private final Listener listener;
  private final RpcLimits limits;
  private final LengthFrames frames = new LengthFrames(RpcCodec.MAX_RPC);

  /** At most the stream's window, as it has not been consumed. */
  private final Deque<byte[]> unread = new ArrayDeque<>();

  private boolean held;
  private boolean closed;
  private Host.@Nullable Timer pause;

  /**
   * @param held whether it is not to be read yet
   */
  Inbound(Host host, LoopStream stream, Listener listener, RpcLimits limits, boolean held) {
    this.host = host;
    this.stream = stream;
    this.listener = listener;
    this.limits = limits;
    this.held = held;
  }

  LoopStream stream() {
    return stream;
  }

  @SuppressWarnings("ReferenceEquality") // the very stream
  boolean reads(LoopStream other) {
    return stream == other;
  }

  void data(byte[] bytes) {
    unread.addLast(bytes);
    read();
  }

  /** Reads from now on. */
  void release() {
    held = false;
    read();
  }

  /** Nothing of it is read any more. */
  void close() {
    closed = true;
    unread.clear();
    if (pause != null) {
      pause.cancel();
    }
  }

  private void read() {
    while (!closed && !held && pause == null && !unread.isEmpty()) {
      long nanos = limits.pause(host.now());
      if (nanos > 0) {
        pause = host.after(Duration.ofNanos(nanos), this::resume);
        return;
      }
      byte[] bytes = unread.removeFirst();
      try {
        read(bytes);
      } catch (GossipException e) {
        close();
        listener.malformed(e);
        return;
      }
      stream.consumed(bytes.length);
    }
  }

  private void resume() {
    pause = null;
    read();
  }

  private void read(byte[] bytes) throws GossipException {
    int rpcs = 0;
    for (byte[] frame : frames.receive(bytes)) {
      rpcs++;
      if (frame.length > 0 && !closed) {
        listener.said(RpcCodec.decode(frame));
      }
    }
    limits.take(rpcs, bytes.length, host.now());
  }
}
