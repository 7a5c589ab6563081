package org.pando.gossip.discovery.mapping;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to ask the router next: at half of what it granted, and after failures in one minute, two,
 * four, … at most an hour, each up to a tenth later. It belongs to one thread.
 */
final class MappingSchedule {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final RandomGenerator random;
  private long dueAt;
  private int failures;

  MappingSchedule(RandomGenerator random) {
    this.random = random;
  }

  void restart(long now) {
    failures = 0;
    dueAt = now;
  }

  boolean isDue(long now) {
    return now - dueAt >= 0;
  }

  void settled(Duration lifetime, long now) {
    failures = 0;
    pause(lifetime.dividedBy(2), now);
  }

  void failed(long now) {
    pause(SHORTEST.multipliedBy(1L << Math.min(failures, 10)), now);
    failures++;
  }

  private void pause(Duration pause, long now) {
    Duration bounded = pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause;
    long nanos = (bounded.compareTo(LONGEST) > 0 ? LONGEST : bounded).toNanos();
    dueAt = now + nanos + random.nextLong(nanos / 10);
  }
}
