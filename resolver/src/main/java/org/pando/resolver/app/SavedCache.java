package org.pando.resolver.app;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.pando.resolver.answer.CacheFile;

/**
 * Loads the answer cache after the start and saves it from time to time and at the end, on a thread
 * of its own: a slow disk holds up nobody.
 */
final class SavedCache implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMinutes(15);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final CacheFile file;
  private final ScheduledExecutorService thread;

  /** Belongs to the thread. */
  private boolean loaded;

  SavedCache(CacheFile file, ThreadFactory threads) {
    this.file = file;
    this.thread = Executors.newSingleThreadScheduledExecutor(threads);
  }

  /** Begins to load, and to save when that is done. */
  void begin() {
    thread.execute(() -> loaded = file.load());
    long every = EVERY.toSeconds();
    var _ = thread.scheduleWithFixedDelay(file::save, every, every, TimeUnit.SECONDS);
  }

  /** Saves now, so that what was forgotten does not come back. */
  void saveSoon() {
    thread.execute(file::save);
  }

  /** Saves once more, unless it has not even been loaded: the old file is worth more then. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (thread.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS) && loaded) {
        file.save();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
