package org.pando.resolver.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.resolver.lookup.StaleScene.MAX_AGE;
import static org.pando.resolver.lookup.StaleScene.address;
import static org.pando.resolver.lookup.StaleScene.bogus;
import static org.pando.resolver.lookup.StaleScene.failure;
import static org.pando.resolver.lookup.StaleScene.nothing;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Step;
import org.pando.resolver.lookup.StaleScene.Got;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** RFC 8767, in a time that passes only where somebody waits. */
class ServeStaleTest {
  private static final String NAME = "www.example.com.";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final StaleScene scene = new StaleScene();

  /** An answer of 60 s was given, and 100 s have passed. */
  private static void learn(StaleScene scene) throws Exception {
    scene.serversSay(address(NAME, 1, 60));
    assertEquals(List.of("60 A 192.0.2.1"), scene.ask(NAME).records());
    scene.pass(Duration.ofSeconds(100)).serversFail(failure(Failure.TIMEOUT));
    scene.lookups = 0;
  }

  private static Got stale(long millis, String error) {
    return new Got("NOERROR", List.of("30 A 192.0.2.1"), error, Step.STALE, millis);
  }

  @Test
  void aClientWaits1800MillisecondsForANewAnswer() throws Exception {
    learn(scene);
    scene.takes = Duration.ofMillis(1801);
    assertEquals(stale(1800, "3 expired 40 s ago; a new answer takes long"), scene.ask(NAME));
    assertEquals(
        List.of(
            "cache: no",
            "stale answer: none given a moment ago",
            "stale answer: expired 40 s ago; a new answer takes long"),
        scene.trace());
  }

  @Test
  void aNewAnswerInTimeIsGiven() throws Exception {
    learn(scene);
    scene.serversSay(address(NAME, 2, 60)).takes = Duration.ofMillis(1800);
    Got got = scene.ask(NAME);
    assertEquals(new Got("NOERROR", List.of("60 A 192.0.2.2"), "", Step.UPSTREAM, 1800), got);
  }

  @Test
  void theLookupGoesOnAndRefreshesTheCache() throws Exception {
    learn(scene);
    scene.serversSay(address(NAME, 2, 60)).takes = Duration.ofSeconds(3);
    assertEquals(Step.STALE, scene.ask(NAME).step());
    List<String> heard = scene.trace();
    scene.endLookups();
    assertEquals(heard, scene.trace(), "a question hears of what happened after its answer");
    assertEquals(new Got("NOERROR", List.of("60 A 192.0.2.2"), "", Step.CACHE, 0), scene.ask(NAME));
    assertEquals(1, scene.lookups);
  }

  @Test
  void atOnceWhileAnOutageIsKnown() throws Exception {
    learn(scene);
    scene.outage = true;
    assertEquals(stale(0, "3 expired 40 s ago; an outage is known"), scene.ask(NAME));
  }

  /** It may be an outage of other names, or be over. */
  @Test
  void aFewLookupsGoOnBehindAKnownOutage() throws Exception {
    learn(scene);
    scene.outage = true;
    scene.serversSay(address(NAME, 2, 60));
    scene.ask(NAME);
    scene.endLookups();
    assertEquals(List.of("60 A 192.0.2.2"), scene.ask(NAME).records());
  }

  @Test
  void aFailedLookupIsNoFailedQuestion() throws Exception {
    for (Failure failure :
        List.of(
            Failure.TIMEOUT,
            Failure.NETWORK,
            Failure.NO_UPSTREAM,
            Failure.SERVER_FAILURE,
            Failure.FAULT)) {
      StaleScene scene = new StaleScene();
      learn(scene);
      scene.serversFail(failure(failure));
      assertEquals(stale(20, "3 expired 40 s ago; nobody knows"), scene.ask(NAME), failure.name());
    }
  }

  @Test
  void afterAStaleAnswerTheFastLaneGivesItForThirtySeconds() throws Exception {
    learn(scene);
    scene.ask(NAME);
    for (int i = 0; i < 29; i++) {
      scene.pass(SECOND);
      assertEquals(stale(0, "3 expired 40 s ago; nobody knows"), scene.ask(NAME));
    }
    assertEquals(1, scene.lookups, "an outage costs a look-up per question");
    scene.pass(SECOND).serversSay(address(NAME, 2, 60));
    assertEquals(List.of("60 A 192.0.2.2"), scene.ask(NAME).records());
    assertEquals(2, scene.lookups);
  }

  @Test
  void theSlowLaneKeepsThePauseToo() throws Exception {
    learn(scene);
    scene.ask(NAME);
    assertEquals(Step.STALE, scene.askSlowly(NAME).step());
    assertEquals(1, scene.lookups);
  }

  @Test
  void recoveryEndsThePause() throws Exception {
    learn(scene);
    scene.ask(NAME);
    scene.serversSay(address(NAME, 2, 60)).cache.recovered();
    assertEquals(
        new Got("NOERROR", List.of("60 A 192.0.2.2"), "", Step.UPSTREAM, 20), scene.ask(NAME));
  }

  @Test
  void recoveryEndsFailures() throws Exception {
    scene.serversFail(failure(Failure.SERVER_FAILURE));
    assertEquals("SERVFAIL", scene.ask(NAME).rcode());
    scene.serversSay(address(NAME, 2, 60)).cache.recovered();
    assertEquals("NOERROR", scene.ask(NAME).rcode());
  }

  @Test
  void excludedNamesFail() throws Exception {
    Name excluded = new Name("example.com.");
    StaleScene scene = new StaleScene(name -> name.subdomain(excluded), MAX_AGE, 10);
    learn(scene);
    assertEquals("SERVFAIL", scene.ask(NAME).rcode());
    scene.outage = true;
    scene.pass(SECOND);
    assertEquals("SERVFAIL", scene.ask(NAME).rcode());
  }

  @Test
  void nothingIsStaleWhenItIsOff() throws Exception {
    StaleScene scene = new StaleScene(name -> false, Duration.ZERO, 10);
    learn(scene);
    assertEquals("SERVFAIL", scene.ask(NAME).rcode());
  }

  @Test
  void notPastTheMaximumAge() throws Exception {
    learn(scene);
    scene.pass(MAX_AGE.minusSeconds(41));
    assertEquals(stale(20, "3 expired 2 d ago; nobody knows"), scene.ask(NAME));
    scene.pass(SECOND);
    assertEquals("SERVFAIL", scene.ask(NAME).rcode(), "a pause outlasts the maximum age");
    scene.pass(Duration.ofSeconds(60));
    assertEquals("SERVFAIL", scene.ask(NAME).rcode());
  }

  @Test
  void whatIsNotThereIsStaleToo() throws Exception {
    scene.serversSay(nothing(Rcode.NXDOMAIN, "example.com.", 60)).ask(NAME);
    scene.pass(Duration.ofSeconds(60)).serversFail(failure(Failure.TIMEOUT));
    Got got = scene.ask(NAME);
    assertEquals("NXDOMAIN", got.rcode());
    assertEquals("19 expired 0 s ago; nobody knows", got.error());
    assertTrue(got.records().getFirst().startsWith("30 SOA"), got::toString);
    StaleScene noData = new StaleScene();
    noData.serversSay(nothing(Rcode.NOERROR, "example.com.", 60)).ask(NAME);
    noData.pass(Duration.ofSeconds(60)).serversFail(failure(Failure.TIMEOUT));
    assertEquals("3 expired 0 s ago; nobody knows", noData.ask(NAME).error());
  }

  @Test
  void aPositiveAnswerIsPreferredToANegativeOneAfterIt() throws Exception {
    for (int rcode : new int[] {Rcode.NXDOMAIN, Rcode.NOERROR}) {
      StaleScene scene = new StaleScene();
      learn(scene);
      for (int i = 0; i < 3; i++) {
        scene.serversSay(nothing(rcode, "example.com.", 20));
        assertEquals(Rcode.string(rcode), scene.ask(NAME).rcode());
        assertTrue(scene.ask(NAME).error().isEmpty(), "what is new is not given");
        scene.pass(Duration.ofSeconds(20));
      }
      scene.serversFail(failure(Failure.TIMEOUT));
      assertEquals(stale(20, "3 expired 100 s ago; nobody knows"), scene.ask(NAME));
      scene.pass(MAX_AGE.minusSeconds(61));
      assertEquals(Rcode.string(rcode), scene.ask(NAME).rcode(), "it is older than it may be");
    }
  }

  @Test
  void aPositiveAnswerEndsWhatWasBefore() throws Exception {
    learn(scene);
    scene.serversSay(nothing(Rcode.NXDOMAIN, "example.com.", 20)).ask(NAME);
    scene.pass(Duration.ofSeconds(20)).serversSay(address(NAME, 2, 60)).ask(NAME);
    scene.pass(Duration.ofSeconds(60)).serversFail(failure(Failure.TIMEOUT));
    assertEquals(List.of("30 A 192.0.2.2"), scene.ask(NAME).records());
  }

  @Test
  void whatValidationRefusedIsNotReplacedByWhatWasBefore() throws Exception {
    learn(scene);
    scene.serversFail(bogus());
    assertEquals("6 forged", scene.ask(NAME).error());
    scene.outage = true;
    assertEquals("6 forged", scene.ask(NAME).error(), "cached, it hides what is stale");
    assertEquals("6 forged", scene.askSlowly(NAME).error());
    assertEquals(1, scene.lookups);
  }

  @Test
  void whatMayNotBeHiddenEndsThePause() throws Exception {
    learn(scene);
    scene.serversFail(failure(Failure.ALIAS_LOOP)).takes = Duration.ofSeconds(3);
    assertEquals(Step.STALE, scene.ask(NAME).step());
    scene.endLookups();
    assertEquals("SERVFAIL", scene.ask(NAME).rcode());
    scene.pass(Duration.ofSeconds(11)).takes = Duration.ZERO;
    assertEquals("SERVFAIL", scene.ask(NAME).rcode());
    assertEquals(2, scene.lookups, "the pause goes on when the failure is over");
  }

  @Test
  void brokenZonesAreNotHidden() throws Exception {
    learn(scene);
    scene.serversFail(failure(Failure.ALIAS_LOOP));
    assertEquals("SERVFAIL", scene.ask(NAME).rcode());
  }

  /** The time in which a question waited for its turn is the client's too. */
  @Test
  void theClientsTimeBeginsWithItsQuestion() throws Exception {
    learn(scene);
    scene.takes = Duration.ofSeconds(3);
    assertEquals(800, scene.askLate(NAME, SECOND).millis());
    StaleScene other = new StaleScene();
    learn(other);
    other.takes = Duration.ofSeconds(3);
    assertEquals(0, other.askLate(NAME, Duration.ofSeconds(2)).millis());
  }

  @Test
  void tooManyLookupsAreAnOutage() throws Exception {
    StaleScene scene = new StaleScene(name -> false, MAX_AGE, 1);
    learn(scene);
    scene.serversSay(address("b.example.", 1, 60)).ask("b.example.");
    scene.pass(Duration.ofSeconds(60)).takes = Duration.ofSeconds(3);
    assertEquals(1800, scene.ask(NAME).millis());
    for (int i = 0; i < 2; i++) {
      assertEquals(
          stale(0, "3 expired 1 s ago; too many look-ups are under way"), scene.ask("b.example."));
    }
    scene.serversSay(address("b.example.", 2, 60)).endLookups();
    scene.takes = Duration.ofMillis(20);
    assertEquals(
        List.of("60 A 192.0.2.2"), scene.ask("b.example.").records(), "a pause without a look-up");
  }

  @Test
  void inAKnownOutageTheAnswerIsStaleHoweverManyLookupsGoOn() throws Exception {
    learn(scene);
    scene.serversSay(address("b.example.", 1, 60)).ask("b.example.");
    scene.pass(Duration.ofSeconds(60)).outage = true;
    for (String name : List.of(NAME, "b.example.", NAME, "b.example.")) {
      assertEquals(Step.STALE, scene.ask(name).step());
      assertTrue(scene.ask(name).error().endsWith("an outage is known"));
    }
    scene.endLookups();
    assertEquals(2, scene.lookups, "one for b.example. when it was new, one behind the outage");
  }

  @Test
  void lookupsThatFailedLeaveTheirPlace() throws Exception {
    StaleScene scene = new StaleScene(name -> false, MAX_AGE, 1);
    learn(scene);
    for (int i = 0; i < 5; i++) {
      assertEquals(20, scene.ask(NAME).millis());
      scene.pass(Duration.ofSeconds(30));
    }
    assertEquals(5, scene.lookups);
  }

  @Test
  void aNodeThatStopsGivesWhatItHas() throws Exception {
    learn(scene);
    scene.stopped = true;
    assertEquals(Step.STALE, scene.ask(NAME).step());
  }

  @Test
  void aFaultIsAFailure() throws Exception {
    learn(scene);
    scene.fault = new IllegalStateException("fault");
    assertEquals(stale(20, "3 expired 40 s ago; internal fault"), scene.ask(NAME));
  }

  /** However long the wait was: the failure is not cached, so that nothing is hidden by it. */
  @Test
  void afterThePauseTheFailureIsNotAnswered() throws Exception {
    learn(scene);
    scene.serversFail(failure(Failure.SERVER_FAILURE)).takes = Duration.ofSeconds(3);
    scene.ask(NAME);
    scene.pass(Duration.ofSeconds(29)).endLookups();
    scene.pass(SECOND);
    assertEquals(Step.STALE, scene.ask(NAME).step());
  }

  @Test
  void signaturesAreStaleTooAndOnlyForThoseWhoWantThem() throws Exception {
    Message message =
        Messages.message(
            NAME + " 60 IN A 192.0.2.1\n" + Messages.rrsig(NAME, "A", 3, 60, "example.com."), "");
    Answer signed =
        new Answer(
            Rcode.NOERROR,
            message.getSection(Section.ANSWER),
            List.of(),
            Answer.Validation.NOT_VALIDATED);
    scene.serversSay(signed).ask(NAME);
    scene.pass(Duration.ofSeconds(60)).serversFail(failure(Failure.TIMEOUT));
    scene.ask(NAME);
    assertEquals(1, scene.ask(NAME).records().size());
    List<String> both = scene.ask(NAME, Type.A, ExtendedFlags.DO).records();
    assertEquals(2, both.size());
    assertTrue(both.stream().allMatch(r -> r.startsWith("30 ")), both::toString);
  }

  @Test
  void withoutAStaleAnswerNothingChanges() throws Exception {
    scene.outage = true;
    Got got = scene.ask(NAME);
    assertEquals("SERVFAIL", got.rcode());
    assertFalse(got.error().startsWith("3 "));
    assertEquals(1, scene.lookups);
  }
}
