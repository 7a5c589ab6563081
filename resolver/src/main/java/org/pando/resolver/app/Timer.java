package org.pando.resolver.app;

import java.time.Duration;

/** Runs tasks later. Any thread. */
@FunctionalInterface
interface Timer {
  /** Runs a task once after a pause, unless the node stops before. */
  void after(Duration pause, Runnable task);
}
