package org.pando.gossip.host;

import java.time.Duration;

/** The gossip loop: one thread, its timers and its clock. Tests have one of virtual time. */
interface Loop {
  /** Runs a task after those given before. Any thread. */
  void execute(Runnable task);

  /** Runs a task later, unless it is cancelled. Called on the loop. */
  Host.Timer after(Duration delay, Runnable task);

  /** Nanoseconds of a clock that only goes forward. */
  long now();
}
