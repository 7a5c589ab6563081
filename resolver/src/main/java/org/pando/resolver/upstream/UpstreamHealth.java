package org.pando.resolver.upstream;

import java.time.Duration;
import java.util.Optional;

/**
 * What is known of one upstream's health. Only the transport counts: an upstream that answers with
 * an error is well. Any thread; guarded by itself.
 */
final class UpstreamHealth {
  private static final int FAILURES_TO_DOWN = 2;
  private static final Duration PATIENCE = Duration.ofMillis(200);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private int failures;
  private long retryAt;
  private long smoothedNanos;

  /** A reply came, whatever it says. */
  synchronized void replied(long tookNanos) {
    failures = 0;
    smoothedNanos = smoothedNanos == 0 ? tookNanos : (7 * smoothedNanos + tookNanos) / 8;
  }

  /**
   * Somebody else's reply came first. That is a failure too when this upstream was silent for much
   * longer than it usually takes: otherwise a dead one would never be found out, since it is always
   * overtaken.
   */
  synchronized void overtaken(long waitedNanos, long now) {
    if (waitedNanos >= Math.max(PATIENCE.toNanos(), 4 * smoothedNanos)) {
      failed(now);
    }
  }

  /** No reply came in time, or the connection broke. The pause doubles from one to the next. */
  synchronized void failed(long now) {
    failures++;
    if (failures >= FAILURES_TO_DOWN) {
      int doublings = Math.min(failures - FAILURES_TO_DOWN, 10);
      long pause = FIRST_PAUSE.toNanos() << doublings;
      retryAt = now + Math.min(pause, LONGEST_PAUSE.toNanos());
    }
  }

  /** Whether it failed twice in a row and its pause is not over. */
  synchronized boolean isDown(long now) {
    return failures >= FAILURES_TO_DOWN && now - retryAt < 0;
  }

  /** Whether its last two tries failed, its pause being over or not. */
  synchronized boolean isFailing() {
    return failures >= FAILURES_TO_DOWN;
  }

  /** The smoothed time to a reply; none before the first. */
  synchronized Optional<Duration> roundTrip() {
    return smoothedNanos == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(smoothedNanos));
  }
}
