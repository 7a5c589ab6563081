package org.pando.resolver.upstream;

import java.time.Duration;

/** Runs tasks later, each short. Any thread. */
@FunctionalInterface
public interface Later {
  void after(Duration pause, Runnable task);
}
