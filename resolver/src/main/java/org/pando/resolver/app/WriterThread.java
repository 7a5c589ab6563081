package org.pando.resolver.app;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.resolver.replication.RegistryWriter;

/**
 * The one thread that writes the registry. Tasks run in order; callers wait on virtual threads. The
 * store's native code would pin those, so it runs here only.
 */
final class WriterThread implements RegistryWriter, AutoCloseable {
  /** A task that gives nothing. */
  @FunctionalInterface
  interface Task {
    void run() throws RegistryException;
  }

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("registry-writer").factory());

  @Override
  public <T> T call(Callable<T> task) throws RegistryException {
    try {
      return thread.submit(task).get();
    } catch (ExecutionException e) {
      throw unwrap(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopping(e);
    } catch (RejectedExecutionException e) {
      throw stopping(e);
    }
  }

  /** As {@link #call}, for a task that gives nothing. */
  void run(Task task) throws RegistryException {
    call(
        () -> {
          task.run();
          return true;
        });
  }

  /** Hands a task over without waiting for it; one that comes after the end is dropped. */
  @Override
  public void execute(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      // the node is stopping, and the task with it
    }
  }

  /** What a task failed with. */
  static RegistryException unwrap(ExecutionException e) {
    return switch (e.getCause()) {
      case RegistryException known -> known;
      case RuntimeException bug -> throw bug;
      case null, default -> throw new IllegalStateException(e);
    };
  }

  private static RegistryException stopping(Exception e) {
    return new RegistryException(Kind.STORE, "the node is stopping; start it again: pando run", e);
  }

  /** Finishes what was handed over, then ends the thread. */
  @Override
  public void close() {
    thread.close();
  }
}
