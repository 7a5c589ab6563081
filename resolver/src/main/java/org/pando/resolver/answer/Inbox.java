package org.pando.resolver.answer;

import org.jspecify.annotations.Nullable;

/**
 * Where a thread waits for what others tell it: the only way in which the slow lane waits. Any
 * thread puts, one polls.
 *
 * @param <T> what is told
 */
public interface Inbox<T> {
  /** Makes inboxes: those of the system, or of a test whose time is its own. */
  @FunctionalInterface
  interface Maker {
    <T> Inbox<T> make();
  }

  void put(T message);

  /**
   * The next message, or null when there is none in time.
   *
   * @param nanos how long to wait, in nanoseconds of the node's own clock; zero or less: not at all
   * @throws InterruptedException when the waiting thread is no longer needed
   */
  @Nullable T poll(long nanos) throws InterruptedException;
}
