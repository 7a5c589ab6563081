package org.pando.resolver.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;

/** One peer in one network, in virtual time. */
class SyncLinkTest {
  private static final NetworkId NETWORK = new NetworkId(Bytes.of(new byte[32]));

  private long now;
  private final SyncLink link = new SyncLink(new Random(7), now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  /** How long it rests after what just happened, to the second. */
  private Duration rest() {
    Duration rest = Duration.ZERO;
    while (!link.isDue(now)) {
      pass(Duration.ofSeconds(1));
      rest = rest.plusSeconds(1);
    }
    return rest;
  }

  private static void assertAbout(Duration expected, Duration actual) {
    assertTrue(
        actual.compareTo(expected.multipliedBy(8).dividedBy(10)) >= 0
            && actual.compareTo(expected.multipliedBy(12).dividedBy(10).plusSeconds(1)) <= 0,
        expected + " ± 20 %, but was " + actual);
  }

  private static SyncMessage.Hello holds(int what, long count) {
    return new SyncMessage.Hello(NETWORK, 0, count, print(what));
  }

  private static Bytes print(int what) {
    byte[] fingerprint = new byte[16];
    fingerprint[0] = (byte) what;
    return Bytes.of(fingerprint);
  }

  private void compare() {
    assertTrue(link.begin(now));
    link.compared(link.differences(), now);
  }

  private void fail() {
    assertTrue(link.begin(now));
    link.failed("nobody is there", now);
  }

  private void breakRules() {
    assertTrue(link.begin(now));
    link.broken("it lied", now);
  }

  @Test
  void aSessionIsDueAtOnceThenEveryFewMinutesButNotTwiceAtATime() {
    assertTrue(link.begin(now));
    assertFalse(link.begin(now));
    link.compared(link.differences(), now);
    assertAbout(SyncLink.EVERY, rest());
  }

  @Test
  void whoHoldsSomethingElseIsAskedSoonButNotAtOnce() {
    compare();
    link.hasten(now);
    assertFalse(link.isDue(now));
    pass(SyncLink.REST.multipliedBy(2));
    assertTrue(link.isDue(now));
  }

  @Test
  void restsAfterFailuresGrowAndEndWithSuccess() {
    fail();
    assertAbout(Duration.ofSeconds(5), rest());
    fail();
    assertAbout(Duration.ofSeconds(10), rest());
    for (int i = 0; i < 20; i++) {
      fail();
      Duration _ = rest();
    }
    fail();
    assertAbout(SyncLink.LONGEST_AFTER_FAILURE, rest());
    compare();
    Duration _ = rest();
    fail();
    assertAbout(SyncLink.AFTER_FAILURE, rest());
  }

  @Test
  void nothingShortensARestButComingAnew() {
    fail();
    link.hasten(now);
    pass(SyncLink.REST.multipliedBy(2));
    assertFalse(link.isDue(now));
    link.arrived(now);
    assertTrue(link.isDue(now));
  }

  @Test
  void whoBreaksTheRulesRestsLongerEachTime() {
    breakRules();
    link.arrived(now);
    link.hasten(now);
    assertAbout(SyncLink.AFTER_BREACH, rest());
    breakRules();
    assertAbout(SyncLink.AFTER_BREACH.multipliedBy(2), rest());
    for (int i = 0; i < 9; i++) {
      breakRules();
      Duration _ = rest();
    }
    breakRules();
    assertAbout(SyncLink.LONGEST_AFTER_BREACH, rest());
    assertEquals("it lied", link.view().problem());
  }

  @Test
  void breachesAreForgivenOneByOne() {
    breakRules();
    Duration _ = rest();
    breakRules();
    Duration _ = rest();
    compare();
    assertEquals(1, link.view().breaches());
    assertEquals("", link.view().problem());
    Duration _ = rest();
    compare();
    assertEquals(0, link.view().breaches());
  }

  @Test
  void inSyncIsWhoSaidTheSameOrWasComparedSince() {
    assertFalse(link.view().inSync());
    link.said(holds(1, 5), holds(1, 5));
    assertTrue(link.view().inSync());
    link.said(holds(2, 9), holds(1, 5));
    assertFalse(link.view().inSync());
    assertEquals(4, link.view().missing());
    compare();
    assertTrue(link.view().inSync());
    assertEquals(0, link.view().missing());
    link.said(holds(3, 5), holds(1, 5));
    assertNull(link.view().missing()); // as many names, but others
  }

  @Test
  void whatIsSaidDuringASessionIsNotSettledByIt() {
    assertTrue(link.begin(now));
    link.said(holds(2, 9), holds(1, 5));
    long since = link.differences();
    link.said(holds(4, 10), holds(1, 5));
    link.compared(since, now);
    assertFalse(link.view().inSync());
    assertAbout(SyncLink.REST, rest());
  }

  @Test
  void whoOffersTheSameTwiceAndGivesItNeverIsFoundOut() {
    Bytes one = print(1);
    Bytes two = print(2);
    assertEquals(0, link.withheld(List.of(one)));
    assertEquals(0, link.withheld(List.of(two))); // one has changed meanwhile
    assertEquals(0, link.withheld(List.of(one)));
    assertEquals(1, link.withheld(List.of(one, two)));
  }

  @Test
  void onlyWhoHasGoneLongAgoAndOwesNothingIsForgotten() {
    Duration day = Duration.ofDays(1);
    assertFalse(link.isForgettable(now, day));
    pass(day);
    assertTrue(link.isForgettable(now, day));
    link.heard(now);
    assertFalse(link.isForgettable(now, day));
    breakRules();
    assertFalse(link.isForgettable(now, Duration.ZERO));
    Duration _ = rest();
    assertTrue(link.isForgettable(now, Duration.ZERO));
  }

  @Test
  void sessionsAndCopiesOfOnePeerAreCounted() {
    int sessions = 0;
    while (link.mayAsk(now)) {
      sessions++;
    }
    assertEquals(60, sessions);
    pass(Duration.ofSeconds(3));
    assertTrue(link.mayAsk(now));
    int copies = 0;
    while (link.mayCopy(now)) {
      copies++;
    }
    assertEquals(8, copies);
    pass(Duration.ofSeconds(59));
    assertFalse(link.mayCopy(now));
    pass(Duration.ofSeconds(1));
    assertTrue(link.mayCopy(now));
    assertFalse(link.mayCopy(now));
  }

  @Test
  void anAllowanceNeverGrowsBeyondItsMost() {
    Allowance allowance = new Allowance(2, Duration.ofSeconds(1), now);
    pass(Duration.ofDays(1000));
    assertTrue(allowance.take(now));
    assertTrue(allowance.take(now));
    assertFalse(allowance.take(now));
  }

  @Test
  void fewSessionsAtOnceAndACopyAlone() {
    SyncTurns turns = new SyncTurns();
    for (int i = 0; i < SyncTurns.AT_ONCE; i++) {
      assertTrue(turns.begin(now));
    }
    assertFalse(turns.begin(now));
    turns.end();
    assertTrue(turns.copy(now));
    assertFalse(turns.copy(now));
    assertFalse(turns.begin(now));
    pass(SyncTurns.ALONE);
    assertTrue(turns.begin(now)); // it takes too long
    assertTrue(turns.copy(now));
    turns.copied();
    turns.end();
    assertTrue(turns.begin(now));
  }
}
