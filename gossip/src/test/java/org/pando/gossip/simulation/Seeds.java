package org.pando.gossip.simulation;

import java.util.function.LongConsumer;

/**
 * The seeds that a test runs with: a few of its own, or those that {@code -Dgossip.seeds=FROM-TO}
 * names, one of which {@code -Dgossip.seeds=SEED} repeats. What fails says its seed.
 */
public final class Seeds {
  private Seeds() {}

  /** Runs with the seeds 1 to {@code usual}, unless others are asked for. */
  public static void each(int usual, LongConsumer run) {
    String[] asked = System.getProperty("gossip.seeds", "1-" + usual).split("-", 2);
    long last = Long.parseLong(asked[asked.length - 1]);
    for (long seed = Long.parseLong(asked[0]); seed <= last; seed++) {
      try {
        run.accept(seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
