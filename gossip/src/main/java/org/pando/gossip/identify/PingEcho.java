package org.pando.gossip.identify;

import java.time.Duration;
import java.util.function.Predicate;
import org.pando.gossip.PeerId;
import org.pando.gossip.host.Host;
import org.pando.gossip.host.LoopStream;
import org.pando.gossip.host.StreamHandler;

/**
 * Echoes one stream as it comes, to its end. A peer that sends more pings than it may, or none for
 * a minute, is reset. One that does not read what comes back is given no more window. Owned by the
 * gossip loop.
 */
final class PingEcho implements StreamHandler {
  private static final Duration IDLE = Duration.ofSeconds(60);

  private final Predicate<PeerId> mayPing;
  private final Deadline idle;
  private long received;
  private int unconsumed;

  /**
   * @param mayPing asked once for each ping
   */
  PingEcho(Host host, Predicate<PeerId> mayPing) {
    this.mayPing = mayPing;
    this.idle = new Deadline(host, IDLE);
  }

  @Override
  public void opened(LoopStream stream) {
    idle.start(stream);
  }

  @Override
  public void data(LoopStream stream, byte[] bytes) {
    long before = received / Ping.PAYLOAD;
    received += bytes.length;
    for (long ping = before; ping < received / Ping.PAYLOAD; ping++) {
      if (!mayPing.test(stream.peer())) {
        stream.reset();
        return;
      }
    }
    idle.start(stream);
    unconsumed += bytes.length;
    stream.write(bytes);
    consume(stream);
  }

  private void consume(LoopStream stream) {
    if (unconsumed > 0 && stream.queued() <= LoopStream.LOW_WATER) {
      stream.consumed(unconsumed);
      unconsumed = 0;
    }
  }

  @Override
  public void writable(LoopStream stream) {
    consume(stream);
  }

  @Override
  public void ended(LoopStream stream) {
    stream.end();
  }

  @Override
  public void closed(LoopStream stream) {
    idle.cancel();
  }
}
