package org.pando.gossip.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.PeerId;
import org.pando.gossip.host.Host;
import org.pando.gossip.host.LoopStream;
import org.pando.gossip.host.StreamHandler;
import org.pando.gossip.pubsub.PeerTraits.Version;
import org.pando.gossip.pubsub.Priority;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our stream to one peer, on which we only write. It is opened once the peer has said that it
 * speaks one of our protocols, and opened again, less and less often, as long as the peer is
 * connected. Owned by the gossip loop.
 */
final class Outbound implements StreamHandler {
  /** What waits for one peer, in bytes. */
  static final int MAX_BYTES = 2 << 20;

  /** No more is written when so much has not gone out. */
  private static final int HIGH_WATER = 128 << 10;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** A stream that stood so long was a good one. */
  private static final Duration GOOD = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(Outbound.class);

  /** Hears of the stream. */
  interface Listener {
    void opened(Version version);

    /** It is gone, or could not be opened so many times in a row; it will be tried again. */
    void closed(int failures);
  }

  private final Host host;
  private final PeerId peer;
  private final Listener listener;
  private final Outbox<byte[]> outbox = new Outbox<>(MAX_BYTES, frame -> frame.length);
  private Set<String> spoken = Set.of();
  private @Nullable LoopStream stream;
  private boolean opening;
  private boolean given;
  private int failures;
  private long openedAt;
  private Host.@Nullable Timer retry;

  Outbound(Host host, PeerId peer, Listener listener) {
    this.host = host;
    this.peer = peer;
    this.listener = listener;
  }

  /** The peer says what it speaks. */
  void speaks(Set<String> protocols) {
    spoken = protocols;
    if (retry == null) {
      open();
    }
  }

  boolean isOpen() {
    return stream != null;
  }

  /** The connection that carries it, {@code null} when it is not open. */
  @Nullable LoopStream stream() {
    return stream;
  }

  /** What the peer does not take in time goes, what matters least first. */
  void send(List<byte[]> frames, Priority priority) {
    if (stream == null) {
      return; // it is told anew when the stream opens
    }
    for (byte[] frame : frames) {
      if (!outbox.offer(frame, priority) && priority == Priority.CONTROL) {
        LOG.debug("{} takes nothing: its stream is opened anew", peer);
        stream.reset();
        return;
      }
    }
    flush();
  }

  int takeDropped() {
    return outbox.takeDropped();
  }

  int queuedBytes() {
    return outbox.bytes();
  }

  /** The peer is gone. */
  void giveUp() {
    given = true;
    if (retry != null) {
      retry.cancel();
    }
    if (stream != null) {
      stream.reset();
    }
  }

  @Override
  public void opened(LoopStream opened) {
    opening = false;
    if (given) {
      opened.reset();
      return;
    }
    stream = opened;
    openedAt = host.now();
    listener.opened(Protocols.version(opened.protocol()));
    flush();
  }

  /** Nobody writes here; whoever does is not read. */
  @Override
  public void data(LoopStream from, byte[] bytes) {}

  /** That side was never used. */
  @Override
  public void ended(LoopStream ended) {}

  @Override
  public void writable(LoopStream writable) {
    flush();
  }

  @Override
  public void closed(LoopStream closed) {
    opening = false;
    boolean stood = stream != null;
    stream = null;
    while (outbox.poll() != null) {
      // what was for the old stream; the new one begins with all that counts
    }
    if (given) {
      return;
    }
    if (stood && host.now() - openedAt >= GOOD.toNanos()) {
      failures = 0;
    }
    LOG.debug("the stream to {} closed: {}", peer, closed.problem());
    int shift = Math.min(failures, 10);
    failures++;
    Duration pause = FIRST_PAUSE.multipliedBy(1L << shift);
    retry = host.after(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE, this::retry);
    listener.closed(stood ? 0 : failures);
  }

  private void retry() {
    retry = null;
    open();
  }

  private void open() {
    if (stream != null || opening || given || !host.peers().contains(peer)) {
      return;
    }
    List<String> proposals = new ArrayList<>(Protocols.ALL);
    proposals.retainAll(spoken);
    if (!proposals.isEmpty()) {
      opening = true;
      host.open(peer, proposals, this);
    }
  }

  private void flush() {
    while (stream != null && stream.queued() < HIGH_WATER) {
      byte @Nullable [] frame = outbox.poll();
      if (frame == null) {
        return;
      }
      stream.write(frame);
    }
  }
}
