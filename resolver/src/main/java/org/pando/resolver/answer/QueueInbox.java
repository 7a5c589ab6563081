package org.pando.resolver.answer;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An inbox in real time. */
public final class QueueInbox<T> implements Inbox<T> {
  private final BlockingQueue<T> messages = new LinkedBlockingQueue<>();

  @Override
  public void put(T message) {
    messages.add(message);
  }

  @Override
  public @Nullable T poll(long nanos) throws InterruptedException {
    return messages.poll(nanos, TimeUnit.NANOSECONDS);
  }
}
