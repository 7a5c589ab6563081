package org.pando.gossip.host;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.MessageStream;
import org.pando.gossip.PeerId;
import org.pando.gossip.Protocol;
import org.pando.gossip.wire.LengthFrames;

/**
 * Messages over a {@link LoopStream}. The gossip loop brings bytes and takes them; the stream's
 * user waits, on a thread of its own, at the lock that guards what both see.
 *
 * <p>Of what the peer sends it holds at most one window of complete messages, and one message that
 * is not complete; of what its user sends, about 64 KiB and one message.
 */
final class LoopMessageStream implements MessageStream, StreamHandler {
  /** Freed memory is told to the peer in such steps. */
  private static final long CREDIT_STEP = 32_768;

  /** What a message takes beside its bytes: empty ones are not free. */
  private static final int OVERHEAD = 32;

  private final Host host;
  private final PeerId peer;
  private final Protocol protocol;
  private final Consumer<LoopMessageStream> whenOpened;
  private final Consumer<LoopMessageStream> whenClosed;
  private final LengthFrames frames;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private final ArrayDeque<byte[]> messages = new ArrayDeque<>();
  private @Nullable LoopStream stream;
  private @Nullable GossipException problem;
  private boolean closed;
  private boolean remoteEnded;
  private boolean localEnded;
  private boolean givenUp;
  private long held;
  private long unconsumed;
  private long handed;
  private long queued;
  private long progress;
  private Host.Timer farewell = () -> {};

  LoopMessageStream(
      Host host,
      PeerId peer,
      Protocol protocol,
      Consumer<LoopMessageStream> whenOpened,
      Consumer<LoopMessageStream> whenClosed) {
    this.host = host;
    this.peer = peer;
    this.protocol = protocol;
    this.whenOpened = whenOpened;
    this.whenClosed = whenClosed;
    this.frames = new LengthFrames(protocol.maxMessage());
  }

  @Override
  public PeerId peer() {
    return peer;
  }

  /** Waits until the peer speaks the protocol. */
  void awaitOpened(Duration patience) throws GossipException, InterruptedException {
    lock.lock();
    try {
      await(() -> stream != null || closed, patience, "opening");
      if (closed && stream == null) {
        throw over();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void send(byte[] message) throws GossipException, InterruptedException {
    if (message.length > protocol.maxMessage()) {
      throw GossipException.limit(
          "a message of "
              + message.length
              + " bytes; "
              + protocol.id()
              + " allows "
              + protocol.maxMessage());
    }
    byte[] frame = LengthFrames.frame(message);
    lock.lock();
    try {
      await(
          () -> closed || givenUp || handed + queued <= LoopStream.LOW_WATER,
          protocol.patience(),
          "sending");
      if (localEnded && !closed) {
        throw new IllegalStateException("a message is sent behind the stream's end");
      }
      if (closed || givenUp) {
        throw over();
      }
      handed += frame.length;
    } finally {
      lock.unlock();
    }
    host.execute(() -> write(frame));
  }

  @Override
  public byte @Nullable [] receive() throws GossipException, InterruptedException {
    lock.lock();
    try {
      await(
          () -> !messages.isEmpty() || remoteEnded || closed || givenUp,
          protocol.patience(),
          "receiving");
      byte[] message = messages.poll();
      if (message == null) {
        if (remoteEnded && !givenUp) {
          return null;
        }
        throw over();
      }
      held -= message.length + OVERHEAD;
      long free = unconsumed - held;
      if (free >= CREDIT_STEP || (free > 0 && messages.isEmpty())) {
        host.execute(this::grant);
      }
      return message;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void end() {
    lock.lock();
    try {
      if (localEnded || givenUp) {
        return;
      }
      localEnded = true;
    } finally {
      lock.unlock();
    }
    onStream(LoopStream::end);
  }

  @Override
  public void close() {
    if (giveUp()) {
      onStream(this::leave);
    }
  }

  /** Gives the stream up at once, whatever is under way. */
  void abort() {
    giveUp();
    onStream(LoopStream::reset);
  }

  private boolean giveUp() {
    lock.lock();
    try {
      boolean first = !givenUp;
      givenUp = true;
      messages.clear();
      held = 0;
      changed.signalAll();
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the stream from outside, when its loop no longer runs. */
  void abandon(GossipException why) {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        problem = why;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void onStream(Consumer<LoopStream> task) {
    host.execute(
        () -> {
          LoopStream to = current();
          if (to != null) {
            task.accept(to);
          }
        });
  }

  private @Nullable LoopStream current() {
    lock.lock();
    try {
      return stream;
    } finally {
      lock.unlock();
    }
  }

  /** On the loop: what we sent and ended still arrives; the peer may end its side meanwhile. */
  private void leave(LoopStream from) {
    lock.lock();
    try {
      if (localEnded) {
        grant();
        farewell = host.after(protocol.patience(), from::reset);
      } else {
        from.reset();
      }
    } finally {
      lock.unlock();
    }
  }

  private void write(byte[] frame) {
    lock.lock();
    try {
      handed -= frame.length;
      if (stream != null) {
        stream.write(frame);
        queued = stream.queued();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** On the loop: lets the peer send as much as is held no longer. */
  private void grant() {
    lock.lock();
    try {
      long free = unconsumed - Math.min(unconsumed, held);
      if (free > 0 && stream != null) {
        unconsumed -= free;
        stream.consumed((int) free);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void opened(LoopStream opened) {
    lock.lock();
    try {
      stream = opened;
      if (givenUp) {
        opened.reset();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    whenOpened.accept(this);
  }

  @Override
  public void data(LoopStream from, byte[] bytes) {
    lock.lock();
    try {
      progress++;
      unconsumed += bytes.length;
      if (!givenUp) {
        for (byte[] message : frames.receive(bytes)) {
          messages.add(message);
          held += message.length + OVERHEAD;
        }
      }
      grant();
      changed.signalAll();
    } catch (GossipException e) {
      fail(from, e);
    } finally {
      lock.unlock();
    }
  }

  private void fail(LoopStream from, GossipException why) {
    problem = why;
    from.reset();
  }

  @Override
  public void ended(LoopStream from) {
    lock.lock();
    try {
      if (!frames.isEmpty() && !givenUp) {
        fail(from, GossipException.malformed("the peer ended the stream inside a message"));
        return;
      }
      remoteEnded = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void writable(LoopStream from) {
    lock.lock();
    try {
      progress++;
      queued = from.queued();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void closed(LoopStream from) {
    lock.lock();
    try {
      closed = true;
      problem = problem == null ? from.problem() : problem;
      farewell.cancel();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    whenClosed.accept(this);
  }

  private GossipException over() {
    GossipException why = problem;
    return why == null
        ? new GossipException(Kind.CLOSED, "the stream " + protocol.id() + " is closed")
        : new GossipException(why.kind(), protocol.id() + ": " + why.getMessage(), why);
  }

  /** Waits, the lock held, until it is met; progress of the stream renews the patience. */
  private void await(BooleanSupplier met, Duration patience, String what)
      throws GossipException, InterruptedException {
    if (met.getAsBoolean()) {
      return;
    }
    Patience waiting = new Patience(patience);
    host.execute(waiting::arm);
    try {
      while (!met.getAsBoolean()) {
        if (waiting.expired) {
          throw new GossipException(
              Kind.TIMEOUT,
              what
                  + " on "
                  + protocol.id()
                  + ": "
                  + peer
                  + " made no progress in "
                  + patience.toSeconds()
                  + " s");
        }
        changed.await();
      }
    } finally {
      host.execute(waiting::cancel);
    }
  }

  /** A deadline on the loop's timer, put off as long as there is progress. */
  private final class Patience {
    private final Duration patience;
    private Host.Timer timer = () -> {};
    private long seenProgress;
    private long seenQueued;
    private boolean expired;

    Patience(Duration patience) {
      this.patience = patience;
    }

    void arm() {
      lock.lock();
      try {
        seenProgress = progress;
        seenQueued = stream == null ? 0 : stream.queued();
      } finally {
        lock.unlock();
      }
      timer = host.after(patience, this::check);
    }

    private void check() {
      lock.lock();
      try {
        long left = stream == null ? 0 : stream.queued();
        if (progress == seenProgress && left >= seenQueued) {
          expired = true;
          changed.signalAll();
          return;
        }
      } finally {
        lock.unlock();
      }
      arm();
    }

    void cancel() {
      timer.cancel();
    }
  }
}
