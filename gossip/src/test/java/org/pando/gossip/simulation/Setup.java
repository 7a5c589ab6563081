package org.pando.gossip.simulation;

import java.time.Duration;
import java.util.function.Supplier;
import org.pando.gossip.pubsub.RouterOptions;
import org.pando.gossip.pubsub.ScoreOptions;

/**
 * How a {@link RouterProgram} is set up.
 *
 * @param validation how long a handler takes for a message
 * @param ip what its peers see of its address, empty when it does not count
 * @param behaviour makes how it behaves, one for each program
 */
public record Setup(
    RouterOptions router,
    ScoreOptions scores,
    Duration validation,
    String ip,
    Supplier<? extends Behaviour> behaviour) {
  public static final Setup HONEST =
      new Setup(
          RouterOptions.DEFAULT,
          ScoreOptions.DEFAULT,
          Duration.ofMillis(2),
          "",
          () -> new Behaviour() {});

  /** The same, with another behaviour. */
  public Setup behaving(Supplier<? extends Behaviour> other) {
    return new Setup(router, scores, validation, ip, other);
  }

  /** The same, at an address. */
  public Setup at(String newIp) {
    return new Setup(router, scores, validation, newIp, behaviour);
  }

  /** The same, with other scores. */
  public Setup scoring(ScoreOptions other) {
    return new Setup(router, other, validation, ip, behaviour);
  }
}
