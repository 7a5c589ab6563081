package org.pando.resolver.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pando.resolver.upstream.UpstreamHealth.Care;
import org.pando.resolver.upstream.UpstreamHealth.State;

class UpstreamHealthTest {
  private static final long MILLI = 1_000_000;

  private final UpstreamHealth health = new UpstreamHealth(Duration.ofMillis(150), 0);

  private static long ms(long millis) {
    return millis * MILLI;
  }

  private Care care(long millis) {
    return health.care(true, true, ms(millis));
  }

  private void is(State state) {
    assertEquals(state, health.state(), health.why());
  }

  private void goDown() {
    health.asked(0);
    assertEquals(Care.PROBE, care(500));
    care(1500);
    is(State.DOWN);
  }

  @Test
  void halfASecondOfSilenceIsSuspiciousAndProbed() {
    health.asked(0);
    health.asked(ms(499));
    assertEquals(Care.NOTHING, care(499));
    is(State.WELL);
    assertEquals(Care.PROBE, care(500));
    is(State.SUSPECT);
    assertEquals(Care.NOTHING, care(501));
  }

  @Test
  void whoHasNotBeenAskedMayBeSilent() {
    assertEquals(Care.NOTHING, care(59_000));
    is(State.WELL);
  }

  @Test
  void aReplyToAnythingClearsIt() {
    health.asked(0);
    health.replied(ms(700), false, true, ms(400));
    assertEquals(Care.NOTHING, care(1000));
    health.asked(ms(2000));
    care(2500);
    is(State.SUSPECT);
    health.replied(ms(700), false, true, ms(2600));
    is(State.WELL);
  }

  @Test
  void aProbeWithoutReplyIsRepeatedAndMeansDown() {
    health.asked(0);
    assertEquals(Care.PROBE, care(500));
    assertEquals(Care.NOTHING, care(749));
    assertEquals(Care.PROBE_AGAIN, care(750));
    is(State.SUSPECT);
    care(1500);
    is(State.DOWN);
    assertEquals("no reply", health.why());
  }

  @Test
  void whoIsDownIsProbedTwiceASecondWhileClientsAsk() {
    goDown();
    assertEquals(Care.NOTHING, care(1700));
    assertEquals(Care.PROBE_AGAIN, care(2000));
    assertEquals(Care.PROBE_AGAIN, care(2500));
    assertEquals(Care.PROBE_AGAIN, care(3000));
    assertEquals(Care.GIVE_UP, care(3500));
    assertEquals(Care.PROBE, care(3500));
  }

  @Test
  void andRarelyWhenNobodyDoes() {
    goDown();
    assertEquals(Care.GIVE_UP, health.care(false, true, ms(3500)));
    assertEquals(Care.NOTHING, health.care(false, true, ms(5499)));
    assertEquals(Care.PROBE, health.care(false, true, ms(5500)));
  }

  /** Others do its work meanwhile: its return can wait, and probes are packets. */
  @Test
  void andMoreAndMoreRarelyWhileOthersAreWell() {
    goDown();
    long last = 0;
    List<Long> pauses = new ArrayList<>();
    for (long now = 1600; now < 200_000; now += 100) {
      if (health.care(true, false, ms(now)) == Care.PROBE) {
        pauses.add(now - last);
        last = now;
      }
    }
    assertTrue(pauses.get(1) < 5000, pauses.toString());
    assertEquals(30_000L, pauses.getLast(), pauses.toString());
  }

  @Test
  void oneGoodProbeMakesItWellAndForgetsHowSlowItSeemed() {
    health.overtaken(ms(900));
    goDown();
    health.probed(ms(20), false, true, "NOERROR", ms(2000));
    is(State.WELL);
    assertEquals(Optional.of(Duration.ofMillis(20)), health.roundTrip());
  }

  @Test
  void aBrokenConnectionIsProbedAtOnce() {
    health.broken("connection refused", ms(10));
    is(State.SUSPECT);
    assertEquals(Care.PROBE, care(10));
    health.probeBroken("connection refused", ms(11));
    is(State.DOWN);
    assertEquals("connection refused", health.why());
    assertEquals(Care.NOTHING, care(509));
    assertEquals(Care.PROBE, care(510));
  }

  /** A question that fails at every server says nothing about the servers. */
  @Test
  void failingQuestionsAloneNeverMakeItBad() {
    for (int i = 0; i < 100; i++) {
      health.replied(ms(5), false, false, ms(i));
    }
    is(State.WELL);
    assertEquals(Care.PROBE, care(100));
    health.probed(ms(5), false, true, "NOERROR", ms(105));
    is(State.WELL);
  }

  @Test
  void whoCannotEvenTellOfTheRootIsUnusable() {
    for (int i = 0; i < 3; i++) {
      health.replied(ms(5), false, false, ms(i));
    }
    assertEquals(Care.PROBE, care(10));
    health.probed(ms(5), false, false, "SERVFAIL", ms(15));
    is(State.UNUSABLE);
    assertEquals("answers SERVFAIL to everything", health.why());
    health.replied(ms(5), false, false, ms(20));
    is(State.UNUSABLE);
    assertEquals(Care.PROBE, care(510));
    health.probed(ms(5), false, true, "NOERROR", ms(520));
    is(State.WELL);
  }

  @Test
  void whoWasNotHeardOfForAMinuteIsProbedWhileClientsAsk() {
    health.replied(ms(20), false, true, 0);
    assertEquals(Care.NOTHING, health.care(false, true, ms(60_000)));
    assertEquals(Care.NOTHING, care(59_999));
    assertEquals(Care.PROBE, care(60_000));
  }

  /** A probe is a connection, and most addresses are never needed. */
  @Test
  void whoWasNeverNeededIsLeftAlone() {
    assertEquals(Care.NOTHING, care(1_000_000));
  }

  /** Otherwise every question would go to an address that has no connection yet. */
  @Test
  void whoIsKnownToBeQuickIsPreferredToTheUnknown() {
    UpstreamHealth other = new UpstreamHealth(Duration.ofMillis(150), 0);
    health.replied(ms(80), false, true, 0);
    assertTrue(health.score() < other.score());
  }

  @Test
  void thePatienceIsTheTimeThatNearlyAllRepliesKeep() {
    assertEquals(ms(150), health.patienceNanos());
    for (int i = 0; i < 64; i++) {
      health.replied(ms(i % 20 == 0 ? 90 : 30), false, true, ms(i));
    }
    assertTrue(health.patienceNanos() >= ms(30) && health.patienceNanos() <= ms(90));
    for (int i = 0; i < 64; i++) {
      health.replied(ms(30), false, true, ms(i));
    }
    assertEquals(ms(30), health.patienceNanos());
  }

  @Test
  void itHasALeastAndAMost() {
    health.replied(ms(1), false, true, 0);
    assertEquals(ms(10), health.patienceNanos());
    for (int i = 0; i < 64; i++) {
      health.replied(ms(1500), false, true, 0);
    }
    assertEquals(ms(250), health.patienceNanos());
  }

  /** Karn and Partridge: a reply to a question that was sent twice says nothing of the time. */
  @Test
  void timesOfQuestionsThatWereSentTwiceDoNotCount() {
    health.replied(ms(20), false, true, 0);
    health.replied(ms(900), true, true, 0);
    assertEquals(Optional.of(Duration.ofMillis(20)), health.roundTrip());
    assertEquals(ms(20), health.patienceNanos());
  }

  @Test
  void questionsGoAgainSoonWhileTheyGetLost() {
    health.replied(ms(20), false, true, 0);
    assertEquals(0, health.resendNanos());
    for (int i = 0; i < 4; i++) {
      health.replied(ms(20), true, true, 0);
    }
    assertEquals(ms(50), health.resendNanos());
    for (int i = 0; i < 20; i++) {
      health.replied(ms(20), false, true, 0);
    }
    assertEquals(0, health.resendNanos());
  }

  @Test
  void slowAndUselessOnesScoreWorse() {
    UpstreamHealth other = new UpstreamHealth(Duration.ofMillis(150), 0);
    health.replied(ms(20), false, true, 0);
    other.replied(ms(30), false, true, 0);
    assertTrue(health.score() < other.score());
    for (int i = 0; i < 8; i++) {
      health.replied(ms(20), false, false, 0);
    }
    assertTrue(health.score() > other.score());
  }

  /** A server that is always overtaken would otherwise keep the score of its better days. */
  @Test
  void whoIsOvertakenCountsAtLeastTheTimeItWasSilent() {
    UpstreamHealth other = new UpstreamHealth(Duration.ofMillis(150), 0);
    health.replied(ms(20), false, true, 0);
    other.replied(ms(60), false, true, 0);
    health.overtaken(ms(21));
    assertTrue(health.score() < other.score());
    health.overtaken(ms(80));
    assertTrue(health.score() > other.score());
    assertEquals(Optional.of(Duration.ofMillis(20)), health.roundTrip());
  }

  /** Four seconds of silence are no round trip. */
  @Test
  void silenceDoesNotMakeTheGapsBetweenPacketsLonger() {
    health.replied(ms(20), false, true, 0);
    for (int i = 0; i < 4; i++) {
      health.overtaken(ms(4000));
    }
    assertEquals(ms(50), health.resendNanos());
  }

  @Test
  void whoAsksUsIsLeftAloneUntilItDoesNotAnyMore() {
    assertTrue(health.loops(0));
    assertEquals(Care.NOTHING, care(100_000));
    health.replied(ms(1), false, false, ms(100));
    is(State.LOOPING);
    health.loopsNoMore(ms(200));
    is(State.WELL);
  }

  @Test
  void anotherNetworkMakesEverybodyWell() {
    goDown();
    health.forget(ms(1600));
    is(State.WELL);
    assertEquals(Optional.empty(), health.roundTrip());
  }
}
