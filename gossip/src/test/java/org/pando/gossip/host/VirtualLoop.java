package org.pando.gossip.host;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.PriorityQueue;

/** A loop of virtual time: tasks run when the test lets them. */
final class VirtualLoop implements Loop {
  private record Timed(long at, long order, Runnable task) {}

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Timed> timers =
      new PriorityQueue<>(
          (a, b) ->
              a.at() == b.at() ? Long.compare(a.order(), b.order()) : Long.compare(a.at(), b.at()));
  private long now;
  private long order;

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public Host.Timer after(Duration delay, Runnable task) {
    Timed timed = new Timed(now + delay.toNanos(), order++, task);
    timers.add(timed);
    return () -> timers.remove(timed);
  }

  @Override
  public long now() {
    return now;
  }

  /** Runs what is due now. */
  void run() {
    Runnable task;
    while ((task = tasks.poll()) != null) {
      task.run();
    }
  }

  void advance(Duration by) {
    long to = now + by.toNanos();
    run();
    while (!timers.isEmpty() && timers.peek().at() <= to) {
      Timed next = timers.remove();
      now = next.at();
      next.task().run();
      run();
    }
    now = to;
  }
}
