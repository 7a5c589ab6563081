package org.pando.resolver.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.pando.resolver.exchange.Race.Move;

class RaceTest {
  private static final long HEDGE = 250;

  @Test
  void theFirstLegStartsAtOnceAndTheSecondAfterTheHedgeDelay() {
    Race race = new Race(2, HEDGE);
    assertEquals(Move.LAUNCH, race.next(1000));
    assertEquals(0, race.launch(1000));
    assertEquals(Move.WAIT, race.next(1000));
    assertEquals(250, race.patience(1000));
    assertEquals(Move.WAIT, race.next(1249));
    assertEquals(Move.HEDGE, race.next(1250));
    assertEquals(1, race.launch(1250));
  }

  @Test
  void aFailureStartsTheNextLegWithoutWaiting() {
    Race race = new Race(3, HEDGE);
    race.launch(0);
    race.failed(0, 10);
    assertEquals(Move.LAUNCH, race.next(10));
    assertEquals(1, race.launch(10));
    assertEquals(Move.WAIT, race.next(10));
    assertEquals(240, race.patience(20));
  }

  @Test
  void aFailureWhileAnotherLegRunsStartsTheNextToo() {
    Race race = new Race(3, HEDGE);
    race.launch(0);
    race.launch(250);
    race.failed(0, 260);
    assertEquals(Move.HEDGE, race.next(260));
  }

  @Test
  void aPostponedLegComesOneHedgeDelayLater() {
    Race race = new Race(2, HEDGE);
    race.launch(0);
    race.postpone(250);
    assertEquals(Move.WAIT, race.next(499));
    assertEquals(Move.HEDGE, race.next(500));
  }

  @Test
  void itIsLostOnlyWhenNobodyIsLeftAndNobodyRuns() {
    Race race = new Race(2, HEDGE);
    race.launch(0);
    race.launch(250);
    race.failed(1, 300);
    assertEquals(Move.WAIT, race.next(300));
    assertEquals(Long.MAX_VALUE, race.patience(300));
    race.failed(0, 400);
    assertEquals(Move.LOST, race.next(400));
  }

  @Test
  void timesMayWrapAround() {
    Race race = new Race(2, HEDGE);
    long nearTheEnd = Long.MAX_VALUE - 100;
    race.launch(nearTheEnd);
    assertEquals(Move.WAIT, race.next(nearTheEnd + 249));
    assertEquals(Move.HEDGE, race.next(nearTheEnd + 250));
  }
}
