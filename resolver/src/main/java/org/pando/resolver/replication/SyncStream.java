package org.pando.resolver.replication;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.MessageStream;
import org.pando.gossip.Protocol;
import org.pando.registry.Bytes;
import org.pando.registry.rule.RecordException;

/** A stream of sync messages. For one thread at a time. */
final class SyncStream implements AutoCloseable {
  /** One stream of a peer for each of its networks, and some. */
  static final Protocol PROTOCOL =
      new Protocol("/pando/sync/1.0.0", SyncMessage.MAX_SIZE, Duration.ofSeconds(30), 8);

  private final MessageStream stream;

  SyncStream(MessageStream stream) {
    this.stream = stream;
  }

  void send(SyncMessage message) throws GossipException, InterruptedException {
    stream.send(message.encode().toArray());
  }

  /**
   * The next message; null when the peer has ended.
   *
   * @throws GossipException MALFORMED when it is none, or as the stream says
   */
  @Nullable SyncMessage receive() throws GossipException, InterruptedException {
    byte[] bytes = stream.receive();
    if (bytes == null) {
      return null;
    }
    try {
      return SyncMessage.decode(Bytes.of(bytes));
    } catch (RecordException e) {
      throw new GossipException(GossipException.Kind.MALFORMED, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    stream.end();
    stream.close();
  }
}
