package org.pando.gossip.identify;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Predicate;
import org.pando.gossip.PeerId;
import org.pando.gossip.host.Host;
import org.pando.gossip.host.LoopStream;
import org.pando.gossip.host.StreamHandler;

/**
 * Echoes the pings of one stream, to its end. A peer that sends more pings than it may, or none for
 * a minute, is reset. One that does not read what comes back is given no more window. Owned by the
 * gossip loop.
 */
final class PingEcho implements StreamHandler {
  private static final Duration IDLE = Duration.ofSeconds(60);

  private final Predicate<PeerId> mayPing;
  private final Deadline idle;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
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
    idle.start(stream);
    unconsumed += bytes.length;
    pending.writeBytes(bytes);
    if (pending.size() >= Ping.PAYLOAD) {
      echo(stream, pending.toByteArray());
    }
    consume(stream);
  }

  /** Whole pings: bytes that come one by one do not go out so, nor wait so. */
  private void echo(LoopStream stream, byte[] bytes) {
    int whole = bytes.length - bytes.length % Ping.PAYLOAD;
    for (int ping = 0; ping < whole; ping += Ping.PAYLOAD) {
      if (!mayPing.test(stream.peer())) {
        stream.reset();
        return;
      }
    }
    pending.reset();
    pending.write(bytes, whole, bytes.length - whole);
    stream.write(Arrays.copyOf(bytes, whole));
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
