package org.pando.gossip.simulation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long links take, one way. Each direction of a {@link Link} draws once. */
@FunctionalInterface
public interface Latency {
  /** Nanoseconds, positive. */
  long draw(RandomGenerator random);

  static Latency constant(Duration latency) {
    return random -> latency.toNanos();
  }

  /** Between nodes of the whole world: log-normal, median 40 ms, 2 to 400 ms. */
  static Latency internet() {
    return random -> {
      double milliseconds = 40 * Math.exp(0.7 * random.nextGaussian());
      return (long) (1_000_000 * Math.clamp(milliseconds, 2, 400));
    };
  }
}
