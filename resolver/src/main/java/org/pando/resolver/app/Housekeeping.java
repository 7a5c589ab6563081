package org.pando.resolver.app;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The thread for what is done from time to time; each task is short. */
final class Housekeeping implements Timer, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ScheduledExecutorService thread;

  Housekeeping(ThreadFactory threads) {
    this.thread = Executors.newSingleThreadScheduledExecutor(threads);
  }

  /** Runs a task again and again, the first time after a pause. */
  void every(Duration pause, Runnable task) {
    long nanos = pause.toNanos();
    var _ = thread.scheduleWithFixedDelay(task, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void after(Duration pause, Runnable task) {
    try {
      var _ = thread.schedule(task, pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // the node is stopping, and what was to come with it
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
