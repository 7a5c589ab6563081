package org.pando.resolver.upstream;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The time of day, and a moment that is over for certain: a clock that shows less is wrong.
 *
 * @param wall what this computer's clock shows
 * @param past the last moment that is known to have been
 * @param event what happened then, as in "before this node last ran"
 */
public record KnownTime(InstantSource wall, Instant past, String event) {
  Instant now() {
    return wall.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Whether the clock shows a time before one that has been. */
  boolean isWrong() {
    return wall.instant().isBefore(past);
  }
}
