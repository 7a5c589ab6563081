package org.pando.gossip.topics;

import java.io.ByteArrayOutputStream;
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
 * would take that for our death. What comes faster than {@link RpcLimits} allow or handlers judge,
 * or before our own stream stands, stays unread, and the peer gets no more credit. Owned by the
 * gossip loop.
 */
final class Inbound {
  /** Hears what the peer says. */
  interface Listener {
    void said(Rpc rpc);

    /** Whether so much is to be judged that it is better to read no more for now. */
    boolean isBusy();

    /** It sent bytes that are no RPC. */
    void malformed(GossipException problem);
  }

  /** Small pieces are joined until they make this many bytes: each takes memory of its own. */
  private static final int PIECE = 16_384;

  private final Host host;
  private final LoopStream stream;
  private final Listener listener;
  private final RpcLimits limits;
  private final LengthFrames frames = new LengthFrames(RpcCodec.MAX_RPC);

  /** At most the stream's window with {@link #tail}, as it has not been consumed. */
  private final Deque<byte[]> unread = new ArrayDeque<>();

  /** What came last. */
  private ByteArrayOutputStream tail = new ByteArrayOutputStream(0);

  /** What came with the last bytes taken from there. */
  private final Deque<byte[]> rpcs = new ArrayDeque<>();

  /** How many bytes those were. */
  private int unpacked;

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
    tail.writeBytes(bytes);
    if (tail.size() >= PIECE) {
      unread.addLast(takeTail());
    }
    read();
  }

  /** Reads from now on. */
  void release() {
    held = false;
    read();
  }

  /** It is not busy any more. */
  void goOn() {
    read();
  }

  /** Nothing of it is read any more. */
  void close() {
    closed = true;
    unread.clear();
    takeTail();
    rpcs.clear();
    if (pause != null) {
      pause.cancel();
    }
  }

  private void read() {
    while (mayRead()) {
      byte @Nullable [] frame = rpcs.pollFirst();
      try {
        if (frame == null) {
          unpack(unread.isEmpty() ? takeTail() : unread.removeFirst());
        } else {
          limits.take(1, 0, host.now());
          said(frame);
        }
      } catch (GossipException e) {
        close();
        listener.malformed(e);
        return;
      }
      if (rpcs.isEmpty() && unpacked > 0) {
        stream.consumed(unpacked);
        unpacked = 0;
      }
    }
  }

  private void said(byte[] frame) throws GossipException {
    if (frame.length > 0) {
      listener.said(RpcCodec.decode(frame));
    }
  }

  private boolean mayRead() {
    if (closed || held || pause != null || isEmpty()) {
      return false;
    }
    long nanos = limits.pause(host.now());
    if (nanos > 0) {
      pause = host.after(Duration.ofNanos(nanos), this::resume);
      return false;
    }
    return !listener.isBusy();
  }

  private boolean isEmpty() {
    return rpcs.isEmpty() && unread.isEmpty() && tail.size() == 0;
  }

  private byte[] takeTail() {
    byte[] bytes = tail.toByteArray();
    tail = new ByteArrayOutputStream(0);
    return bytes;
  }

  private void resume() {
    pause = null;
    read();
  }

  private void unpack(byte[] bytes) throws GossipException {
    limits.take(0, bytes.length, host.now());
    unpacked = bytes.length;
    rpcs.addAll(frames.receive(bytes));
  }
}
