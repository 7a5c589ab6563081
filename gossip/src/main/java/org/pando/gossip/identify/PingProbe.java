package org.pando.gossip.identify;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.pando.gossip.host.Host;
import org.pando.gossip.host.LoopStream;
import org.pando.gossip.host.StreamHandler;

/** Sends one ping and waits for its echo. Owned by the gossip loop. */
final class PingProbe implements StreamHandler {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Host host;
  private final byte[] payload;
  private final Consumer<Duration> echoed;
  private final Deadline deadline;
  private final ByteArrayOutputStream echo = new ByteArrayOutputStream();
  private long sentAt;
  private boolean done;

  /**
   * @param payload what nobody can know before
   */
  PingProbe(Host host, byte[] payload, Consumer<Duration> echoed) {
    this.host = host;
    this.payload = payload;
    this.echoed = echoed;
    this.deadline = new Deadline(host, PATIENCE);
  }

  @Override
  public void opened(LoopStream stream) {
    deadline.start(stream);
    sentAt = host.now();
    stream.write(payload.clone());
  }

  @Override
  public void data(LoopStream stream, byte[] bytes) {
    echo.writeBytes(bytes);
    stream.consumed(bytes.length);
    if (echo.size() < payload.length) {
      return;
    }
    if (!Arrays.equals(payload, echo.toByteArray())) {
      stream.reset();
      return;
    }
    done = true;
    echoed.accept(Duration.ofNanos(host.now() - sentAt));
    stream.end();
  }

  @Override
  public void ended(LoopStream stream) {
    if (!done) {
      stream.reset();
    }
  }

  @Override
  public void closed(LoopStream stream) {
    deadline.cancel();
  }
}
