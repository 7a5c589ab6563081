package org.pando.gossip.host;

import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;

/**
 * A stream of one protocol to one peer, seen from the gossip loop, the only thread that may touch
 * it. Nothing here waits or throws: once the stream is closed, what is asked of it is ignored.
 */
public interface LoopStream {
  /** Who has more queued than this waits for {@link StreamHandler#writable}; in bytes. */
  int LOW_WATER = 65_536;

  /** Who is at the other end, as the connection's handshake has shown. */
  PeerId peer();

  /**
   * The connection that carries it.
   *
   * @throws IllegalStateException when the stream never had one: {@link StreamHandler#opened} was
   *     not called
   */
  ConnectionInfo connection();

  /** The protocol both sides agreed on; empty when they have not. */
  String protocol();

  /** Whether the peer opened it. */
  boolean inbound();

  /** Sends bytes, behind what is {@link #queued}; the array belongs to the stream from now on. */
  void write(byte[] bytes);

  /**
   * How many written bytes have not gone out, because the peer grants no window or the connection
   * is slow. They take this node's memory: who writes much stops here, and goes on in {@link
   * StreamHandler#writable}.
   */
  long queued();

  /** Ends our side behind what is queued; the peer's side stays as it is. */
  void end();

  /** Ends both sides at once and drops what is queued. */
  void reset();

  /**
   * Says that the handler is done with so many bytes of what {@link StreamHandler#data} brought;
   * the peer may then send as many more. A handler that never says it gets 256 KiB and no more.
   */
  void consumed(int bytes);

  /**
   * Why it closed; {@code null} while it is open, and when both sides ended in order. Its kind is
   * UNREACHABLE or REFUSED when it never opened, TIMEOUT, LIMIT, PROTOCOL or CLOSED.
   */
  @Nullable GossipException problem();
}
