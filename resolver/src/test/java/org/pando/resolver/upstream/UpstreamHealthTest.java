package org.pando.resolver.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpstreamHealthTest {
  private static final long SECOND = 1_000_000_000L;

  private final UpstreamHealth health = new UpstreamHealth();

  @Test
  void oneFailureIsNoReason() {
    health.failed(0);
    assertFalse(health.isDown(0));
  }

  @Test
  void twoInARowAreAndThePauseEnds() {
    health.failed(0);
    health.failed(0);
    assertTrue(health.isDown(2 * SECOND - 1));
    assertFalse(health.isDown(2 * SECOND));
    assertTrue(health.isFailing());
  }

  @Test
  void thePauseDoublesUpToItsLimit() {
    long now = 0;
    for (int i = 0; i < 40; i++) {
      health.failed(now);
    }
    assertTrue(health.isDown(now + 30 * SECOND - 1));
    assertFalse(health.isDown(now + 30 * SECOND));
  }

  @Test
  void oneReplyMendsEverything() {
    health.failed(0);
    health.failed(0);
    health.replied(SECOND);
    assertFalse(health.isDown(1));
    health.failed(1);
    assertFalse(health.isDown(1));
  }

  /** A dead upstream is always overtaken and never times out. */
  @Test
  void silenceWhileAnotherAnswersIsAFailure() {
    health.overtaken(SECOND / 5, 0);
    health.overtaken(SECOND / 5, 0);
    assertTrue(health.isDown(1));
  }

  @Test
  void beingOvertakenInTimeIsNone() {
    health.overtaken(SECOND / 10, 0);
    health.overtaken(SECOND / 10, 0);
    assertFalse(health.isDown(1));
    health.replied(SECOND / 4);
    health.overtaken(SECOND - 1, 0);
    health.overtaken(SECOND - 1, 0);
    assertFalse(health.isDown(1), "it is just slow");
  }

  @Test
  void theRoundTripIsSmoothed() {
    assertEquals(Optional.empty(), health.roundTrip());
    health.replied(80);
    assertEquals(Optional.of(Duration.ofNanos(80)), health.roundTrip());
    health.replied(160);
    assertEquals(Optional.of(Duration.ofNanos(90)), health.roundTrip());
  }
}
