package org.pando.gossip.identify;

import java.time.Duration;
import java.util.function.Consumer;
import org.pando.gossip.host.Host;
import org.pando.gossip.host.LoopStream;
import org.pando.gossip.host.StreamHandler;
import org.pando.gossip.wire.LengthFrames;

/**
 * Writes our identify message to one stream and ends it; what the peer says is not read. Owned by
 * the gossip loop.
 */
final class MessageSender implements StreamHandler {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Our message for the peer at the other end. */
  @FunctionalInterface
  interface Message {
    byte[] of(LoopStream stream);
  }

  private final Message message;
  private final Consumer<LoopStream> whenClosed;
  private final Deadline deadline;

  MessageSender(Host host, Message message, Consumer<LoopStream> whenClosed) {
    this.message = message;
    this.whenClosed = whenClosed;
    this.deadline = new Deadline(host, PATIENCE);
  }

  @Override
  public void opened(LoopStream stream) {
    deadline.start(stream);
    stream.write(LengthFrames.frame(message.of(stream)));
    stream.end();
  }

  @Override
  public void data(LoopStream stream, byte[] bytes) {
    // Not consumed: a peer that goes on writing here comes as far as its window.
  }

  @Override
  public void ended(LoopStream stream) {}

  @Override
  public void closed(LoopStream stream) {
    deadline.cancel();
    whenClosed.accept(stream);
  }
}
