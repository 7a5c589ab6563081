package org.pando.gossip;

import org.jspecify.annotations.Nullable;

/**
 * A stream of one protocol to one peer, of messages that carry their length. Calls wait; a stream
 * belongs to one thread at a time, never an event loop, best a virtual one.
 */
public interface MessageStream extends AutoCloseable {
  /** Who is at the other end, as the connection's handshake has shown. */
  PeerId peer();

  /**
   * Sends a message, waiting while the peer takes none.
   *
   * @param message 0 bytes to the protocol's limit
   * @throws GossipException LIMIT, TIMEOUT when the peer takes nothing for the protocol's patience,
   *     CLOSED
   */
  void send(byte[] message) throws GossipException, InterruptedException;

  /**
   * The next message.
   *
   * @return {@code null} when the peer has ended its side
   * @throws GossipException TIMEOUT when nothing comes for the protocol's patience, LIMIT and
   *     MALFORMED (the stream is then reset), CLOSED
   */
  byte @Nullable [] receive() throws GossipException, InterruptedException;

  /** Ends our side: the peer's {@link #receive} returns null after what was sent. */
  void end();

  /** Gives the stream up; what the two sides had not ended is reset. Again does nothing. */
  @Override
  void close();
}
