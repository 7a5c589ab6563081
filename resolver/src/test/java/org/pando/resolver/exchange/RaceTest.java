package org.pando.resolver.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.resolver.exchange.Race.Move;
import org.pando.resolver.exchange.Race.Pace;

class RaceTest {
  private static final long MILLI = 1_000_000;

  private static Pace pace(int tier, long patienceMillis, long resendMillis) {
    return new Pace(tier, patienceMillis * MILLI, resendMillis * MILLI);
  }

  private static Race race(Pace... line) {
    return new Race(List.of(line));
  }

  /** What a race does by itself, all servers being silent: {@code 40:1} is leg 1 at 40 ms. */
  private static List<String> silence(Race race, long fromMillis, long untilMillis) {
    List<String> moves = new ArrayList<>();
    long now = fromMillis * MILLI;
    while (now < untilMillis * MILLI) {
      String at = now / MILLI + ":";
      switch (race.next(now)) {
        case Move.Launch launch -> moves.add(at + launch.leg());
        case Move.Resend resend -> moves.add(at + "again " + resend.leg());
        case Move.Wait wait -> now += wait.nanos();
        case Move.Lost lost -> {
          moves.add(at + "lost");
          return moves;
        }
      }
    }
    return moves;
  }

  @Test
  void whoIsSilentIsJoinedByTheNextAfterThePatienceWithHim() {
    assertEquals(List.of("0:0", "40:1"), silence(race(pace(0, 40, 0), pace(0, 25, 0)), 0, 60));
  }

  @Test
  void onlyTheFirstIsNotExtra() {
    Race race = race(pace(0, 40, 0), pace(0, 40, 0));
    assertEquals(new Move.Launch(0, false), race.next(0));
    assertEquals(new Move.Launch(1, true), race.next(40 * MILLI));
  }

  @Test
  void silenceOfEverybodyMakesTheGapsLongerUpToASecond() {
    Race race = race(pace(0, 40, 0), pace(0, 40, 0));
    assertEquals(
        List.of(
            "0:0",
            "40:1",
            "80:again 0",
            "160:again 1",
            "320:again 0",
            "640:again 1",
            "1280:again 0",
            "2280:again 1",
            "3280:again 0"),
        silence(race, 0, 4000));
  }

  @Test
  void whilePacketsGetLostTheGapsStayShort() {
    Race race = race(pace(0, 40, 50), pace(0, 40, 50));
    assertEquals(
        List.of("0:0", "40:1", "90:again 0", "140:again 1", "190:again 0"), silence(race, 0, 200));
  }

  @Test
  void butNobodyIsAskedMoreThanTwelveTimesASecond() {
    Race race = race(pace(0, 50, 50));
    List<String> moves = silence(race, 0, 1000);
    assertEquals(12, moves.size(), moves.toString());
    assertEquals("1000:again 0", silence(race, 1000, 1001).getFirst());
  }

  @Test
  void aFailureStartsTheNextWithoutWaiting() {
    Race race = race(pace(0, 250, 0), pace(0, 250, 0), pace(0, 250, 0));
    race.next(0);
    race.failed(0, 10 * MILLI);
    assertEquals(new Move.Launch(1, false), race.next(10 * MILLI));
    assertEquals(new Move.Wait(240 * MILLI), race.next(20 * MILLI));
  }

  @Test
  void aFailureWhileAnotherIsAskedStartsTheNextToo() {
    Race race = race(pace(0, 250, 0), pace(0, 250, 0), pace(0, 250, 0));
    race.next(0);
    race.next(250 * MILLI);
    race.failed(0, 260 * MILLI);
    assertEquals(new Move.Launch(2, true), race.next(260 * MILLI));
  }

  @Test
  void aLaterTierWaitsForItsTime() {
    Race race = race(pace(0, 150, 0), pace(1, 250, 0), pace(2, 250, 0));
    assertEquals(
        List.of("0:0", "150:again 0", "300:again 0", "400:1", "800:2"), silence(race, 0, 900));
  }

  /** However many there are of the earlier one, and however long they take to fail. */
  @Test
  void butNoLonger() {
    Race race = race(pace(0, 250, 0), pace(0, 250, 0), pace(0, 250, 0), pace(1, 250, 0));
    assertEquals(List.of("0:0", "250:1", "400:3"), silence(race, 0, 500));
    race.failed(0, 500 * MILLI);
    assertEquals(new Move.Launch(2, true), race.next(500 * MILLI));
  }

  @Test
  void orForTheFailureOfTheEarlier() {
    Race race = race(pace(0, 40, 0), pace(0, 40, 0), pace(1, 40, 0));
    silence(race, 0, 60);
    race.failed(0, 60 * MILLI);
    assertInstanceOf(Move.Wait.class, race.next(60 * MILLI));
    race.failed(1, 61 * MILLI);
    assertEquals(new Move.Launch(2, false), race.next(61 * MILLI));
  }

  @Test
  void whoCouldNotBeAskedIsAskedLaterAndTheOthersOnceMoreInstead() {
    Race race = race(pace(0, 40, 0), pace(0, 40, 0));
    race.next(0);
    assertEquals(new Move.Launch(1, true), race.next(40 * MILLI));
    assertEquals(new Move.Resend(0), race.held(1, 40 * MILLI));
    assertTrue(race.next(41 * MILLI) instanceof Move.Wait);
    assertEquals(new Move.Launch(1, true), race.next(80 * MILLI));
  }

  @Test
  void itIsLostOnlyWhenNobodyIsLeftAndNobodyIsAsked() {
    Race race = race(pace(0, 40, 0), pace(0, 40, 0));
    silence(race, 0, 50);
    race.failed(1, 50 * MILLI);
    assertInstanceOf(Move.Wait.class, race.next(50 * MILLI));
    race.failed(0, 60 * MILLI);
    assertInstanceOf(Move.Lost.class, race.next(60 * MILLI));
    assertInstanceOf(Move.Lost.class, race().next(0));
  }

  @Test
  void timesMayWrapAround() {
    Race race = race(pace(0, 40, 0), pace(0, 40, 0));
    long nearTheEnd = Long.MAX_VALUE - 10;
    race.next(nearTheEnd);
    assertEquals(new Move.Wait(MILLI), race.next(nearTheEnd + 39 * MILLI));
    assertEquals(new Move.Launch(1, true), race.next(nearTheEnd + 40 * MILLI));
  }
}
