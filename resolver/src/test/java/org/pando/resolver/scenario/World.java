package org.pando.resolver.scenario;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Inbox;

/**
 * Time of its own, and threads that take turns: one at a time runs until it waits at an inbox, and
 * then time moves on to whatever comes next. The same events, the same run. Driven by the test's
 * thread.
 */
public final class World {
  private record Event(long at, long number, Runnable what) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private final Semaphore baton = new Semaphore(0);
  private long now;
  private long number;
  private @Nullable Worker running;
  private int alive;

  /** The moment, in nanoseconds. */
  public long nanos() {
    return now;
  }

  /** Has something happen; events of one moment happen in the order in which they were given. */
  public void at(long nanos, Runnable what) {
    events.add(new Event(Math.max(nanos, now), number++, what));
  }

  public void after(long nanos, Runnable what) {
    at(now + nanos, what);
  }

  /** Starts a thread; it runs when its turn comes. */
  public void start(Runnable task) {
    Worker worker = new Worker(task);
    alive++;
    after(0, worker::start);
  }

  /** Lets everything happen up to a moment. */
  public void runUntil(long nanos) {
    for (Event next = events.peek(); next != null && next.at() - nanos <= 0; next = events.peek()) {
      events.remove(next);
      now = next.at();
      next.what().run();
    }
    now = nanos;
  }

  /** How many threads have not ended. */
  public int alive() {
    return alive;
  }

  /** Where the threads of this world wait. */
  public <T> Inbox<T> inbox() {
    return new WorldInbox<>();
  }

  /** A thread: it has the baton, or the world has it. */
  private final class Worker {
    private final Runnable task;
    private final Semaphore go = new Semaphore(0);

    Worker(Runnable task) {
      this.task = task;
    }

    void start() {
      Thread.startVirtualThread(
          () -> {
            go.acquireUninterruptibly();
            try {
              task.run();
            } finally {
              alive--;
              baton.release();
            }
          });
      resume();
    }

    void resume() {
      running = this;
      go.release();
      baton.acquireUninterruptibly();
      running = null;
    }

    void waitForTurn() {
      baton.release();
      go.acquireUninterruptibly();
    }
  }

  private final class WorldInbox<T> implements Inbox<T> {
    private final Deque<T> messages = new ArrayDeque<>();
    private @Nullable Worker waiting;
    private long waits;

    @Override
    public void put(T message) {
      messages.add(message);
      wake(waits, 0);
    }

    /** The thread that waits for the so-manyth time goes on, unless it has already. */
    private void wake(long wait, long delay) {
      after(
          delay,
          () -> {
            Worker worker = waiting;
            if (worker != null && waits == wait) {
              waiting = null;
              worker.resume();
            }
          });
    }

    @Override
    public @Nullable T poll(long nanos) {
      Worker worker = running;
      if (messages.isEmpty() && nanos > 0 && worker != null) {
        waits++;
        waiting = worker;
        wake(waits, nanos);
        worker.waitForTurn();
      }
      return messages.poll();
    }
  }
}
