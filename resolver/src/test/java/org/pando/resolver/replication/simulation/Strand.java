package org.pando.resolver.replication.simulation;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Code that waits in virtual time. It has a thread of its own, and runs in turn with the
 * simulation: while one of them runs, the other stands still, so a run depends on its seed alone.
 */
final class Strand {
  private static final ThreadLocal<Strand> CURRENT = new ThreadLocal<>();

  private final Semaphore turn = new Semaphore(0);
  private final Semaphore simulations = new Semaphore(0);
  private boolean ended;
  private boolean stopped;
  private @Nullable Throwable failure;

  private Strand() {}

  /** Runs a task until it waits for the first time, or ends. */
  static Strand start(Runnable task) {
    Strand strand = new Strand();
    Thread _ = Thread.startVirtualThread(() -> strand.run(task));
    strand.resume();
    return strand;
  }

  /** The strand whose code is running. */
  static Strand current() {
    Strand strand = CURRENT.get();
    if (strand == null) {
      throw new IllegalStateException("the simulation itself cannot wait");
    }
    return strand;
  }

  boolean hasEnded() {
    return ended;
  }

  @SuppressWarnings("ThrowableNotThrown") // kept for the simulation's thread
  private void run(Runnable task) {
    turn.acquireUninterruptibly();
    CURRENT.set(this);
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      ended = true;
      simulations.release();
    }
  }

  /** Lets it run on until it waits again, or ends. Called by the simulation. */
  void resume() {
    turn.release();
    simulations.acquireUninterruptibly();
    Throwable thrown = failure;
    if (thrown != null) {
      throw new IllegalStateException("code of a replica failed: " + thrown, thrown);
    }
  }

  /**
   * Waits to be resumed. Called by the strand's own code.
   *
   * @throws InterruptedException when its node has gone down
   */
  void pause() throws InterruptedException {
    simulations.release();
    turn.acquireUninterruptibly();
    if (stopped) {
      throw new InterruptedException("the node is down");
    }
  }

  /** Its node has gone down: what it waits for never comes. Called by the simulation. */
  void stop() {
    stopped = true;
    while (!ended) {
      resume();
    }
  }
}
