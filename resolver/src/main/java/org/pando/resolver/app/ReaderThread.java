package org.pando.resolver.app;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.store.StoreReader;

/**
 * The thread for work that reads the whole store, which would hold the writer thread up. A platform
 * thread, because the store's native code pins virtual ones. When the node stops, such work is
 * given up.
 */
final class ReaderThread implements AutoCloseable {
  /** Work over a reader of its own, which is interrupted when the node stops. */
  @FunctionalInterface
  interface Work<T> {
    T run(StoreReader reader) throws RegistryException;
  }

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("store-reader").factory());
  private final Path database;
  private @Nullable StoreReader current;
  private boolean stopping;

  ReaderThread(Path database) {
    this.database = database;
  }

  /** Hands work over. */
  <T> Future<T> submit(Work<T> work) throws RegistryException {
    try {
      return thread.submit(() -> run(work));
    } catch (RejectedExecutionException e) {
      throw stopping(e);
    }
  }

  /** Does work and waits for what it gives. Virtual threads. */
  <T> T call(Work<T> work) throws RegistryException {
    try {
      return submit(work).get();
    } catch (ExecutionException e) {
      throw WriterThread.unwrap(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopping(e);
    }
  }

  private <T> T run(Work<T> work) throws RegistryException {
    try (StoreReader reader = StoreReader.open(database)) {
      use(reader);
      return work.run(reader);
    } finally {
      use(null);
    }
  }

  private synchronized void use(@Nullable StoreReader reader) {
    current = reader;
    if (reader != null && stopping) {
      reader.interrupt();
    }
  }

  private synchronized void interrupt() {
    stopping = true;
    if (current != null) {
      current.interrupt();
    }
  }

  private static RegistryException stopping(Exception e) {
    return new RegistryException(Kind.STORE, "the node is stopping; start it again: pando run", e);
  }

  @Override
  public void close() {
    interrupt();
    thread.close();
  }
}
