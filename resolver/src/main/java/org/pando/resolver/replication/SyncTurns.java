package org.pando.resolver.replication;

import java.time.Duration;

/**
 * Who may have a session of one network now. A few at once; while the network is copied from one
 * peer nobody else, for some minutes: it would only bring the same names once more. Any thread.
 */
final class SyncTurns {
  static final int AT_ONCE = 3;

  /** So long a copy keeps other sessions waiting. */
  static final Duration ALONE = Duration.ofMinutes(10);

  private int running;
  private boolean copying;
  private long copyingSince;

  /** Begins a session, unless there are enough. */
  synchronized boolean begin(long now) {
    if (running == AT_ONCE || isTaken(now)) {
      return false;
    }
    running++;
    return true;
  }

  /** A session wants to copy the network; it may when no other does, or has for long. */
  synchronized boolean copy(long now) {
    if (isTaken(now)) {
      return false;
    }
    copying = true;
    copyingSince = now;
    return true;
  }

  private boolean isTaken(long now) {
    return copying && now - copyingSince < ALONE.toNanos();
  }

  /** The copy is at its end. */
  synchronized void copied() {
    copying = false;
  }

  synchronized void end() {
    running--;
  }
}
