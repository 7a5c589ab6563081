package org.pando.resolver.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

class AnswerCacheTest {
  private static final Name NAME = Name.fromConstantString("example.com.");
  private static final Query QUERY = new Query(NAME, Type.A, false, Trace.NONE);

  private long now = 1_000;
  private final AnswerCache cache =
      cache(Duration.ZERO, Duration.ofHours(1), Duration.ofMinutes(5));

  private AnswerCache cache(Duration min, Duration max, Duration negative) {
    return new AnswerCache(
        new AnswerCache.Limits(1 << 20, min, max, negative),
        Staleness.OFF,
        Runnable::run,
        () -> now);
  }

  private static Answer answer(int rcode, List<Record> answers, List<Record> authority) {
    return new Answer(rcode, answers, authority, Answer.Validation.NOT_VALIDATED);
  }

  private static Answer address(long ttl) throws Exception {
    return answer(
        Rcode.NOERROR,
        List.of(new ARecord(NAME, DClass.IN, ttl, InetAddress.getByName("192.0.2.1"))),
        List.of());
  }

  private static Record soa(long ttl) {
    return new SOARecord(NAME, DClass.IN, ttl, NAME, NAME, 1, 2, 3, 4, 120);
  }

  @Test
  void anAnswerLivesForItsTtl() throws Exception {
    cache.put(QUERY, address(60));
    now += 59;
    Answer kept = cache.freshAnswer(QUERY);
    assertEquals(
        Optional.of(1L),
        Optional.ofNullable(kept).map(answer -> answer.answers().getFirst().getTTL()));
    now += 1;
    assertNull(cache.fresh(QUERY.key()));
  }

  @Test
  void limitsCutAndRaiseTtls() throws Exception {
    cache.put(QUERY, address(86_400));
    now += 3_600;
    assertNull(cache.fresh(QUERY.key()));
    AnswerCache raising = cache(Duration.ofSeconds(30), Duration.ofHours(1), Duration.ZERO);
    raising.put(QUERY, address(0));
    now += 29;
    assertNotNull(raising.fresh(QUERY.key()));
  }

  @Test
  void anAnswerWithoutTtlIsNotKept() throws Exception {
    cache.put(QUERY, address(0));
    assertNull(cache.fresh(QUERY.key()));
    assertEquals(0, cache.weight());
  }

  @Test
  void negativeAnswersLiveAsLongAsTheirSoa() throws Exception {
    cache.put(QUERY, answer(Rcode.NXDOMAIN, List.of(), List.of(soa(120))));
    now += 119;
    assertNotNull(cache.fresh(QUERY.key()));
    now += 1;
    assertNull(cache.fresh(QUERY.key()));
  }

  @Test
  void negativeAnswersWithoutSoaAreNotKept() throws Exception {
    cache.put(QUERY, answer(Rcode.NXDOMAIN, List.of(), List.of()));
    assertNull(cache.fresh(QUERY.key()));
  }

  @Test
  void anAliasWithoutTheRecordsAskedForIsNegative() throws Exception {
    Name target = Name.fromConstantString("b.example.");
    Record alias = new CNAMERecord(NAME, DClass.IN, 9_000, target);
    cache.put(QUERY, answer(Rcode.NOERROR, List.of(alias), List.of(soa(9_000))));
    now += 299;
    assertNotNull(cache.fresh(QUERY.key()));
    now += 1;
    assertNull(cache.fresh(QUERY.key()), "it outlives the limit of negative answers");
    Record brief = new CNAMERecord(NAME, DClass.IN, 30, target);
    cache.put(QUERY, answer(Rcode.NOERROR, List.of(brief), List.of(soa(9_000))));
    now += 30;
    assertNull(cache.fresh(QUERY.key()), "it outlives the alias");
  }

  @Test
  void negativeAnswersHaveALimitOfTheirOwn() throws Exception {
    AnswerCache brief = cache(Duration.ZERO, Duration.ofHours(1), Duration.ofSeconds(10));
    brief.put(QUERY, answer(Rcode.NXDOMAIN, List.of(), List.of(soa(120))));
    now += 10;
    assertNull(brief.fresh(QUERY.key()));
  }

  @Test
  void theKeyOfAQuestionInAnyCaseFindsIt() throws Exception {
    cache.put(QUERY, address(60));
    assertNotNull(cache.fresh(QuestionKey.of(new Name("EXAMPLE.com.").toWire(), Type.A, false)));
    assertNull(cache.fresh(QuestionKey.of(NAME.toWire(), Type.AAAA, false)));
  }

  @Test
  void whoDisablesCheckingSharesNoAnswerWithOthers() throws Exception {
    Query checking = new Query(NAME, Type.A, true, Trace.NONE);
    cache.put(checking, address(60));
    assertNull(cache.fresh(QUERY.key()), "an answer that nobody checked is given to everybody");
    assertNotNull(cache.fresh(checking.key()));
  }

  @Test
  void ttlsAreSentWithinTheLimits() throws Exception {
    AnswerCache bounded =
        cache(Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofSeconds(50));
    assertEquals(30, bounded.encode(QUERY, address(0)).lowestTtl());
    assertEquals(3600, bounded.encode(QUERY, address(86_400)).lowestTtl());
    Answer negative = answer(Rcode.NXDOMAIN, List.of(), List.of(soa(86_400)));
    assertEquals(50, bounded.encode(QUERY, negative).lowestTtl());
    Answer brief = answer(Rcode.NXDOMAIN, List.of(), List.of(soa(5)));
    assertEquals(5, bounded.encode(QUERY, brief).lowestTtl(), "min-ttl raises no negative answer");
  }

  @Test
  void anAnswerTooLongForAMessageIsAFailure() {
    List<Record> many =
        IntStream.range(0, 300)
            .mapToObj(i -> (Record) new TXTRecord(NAME, DClass.IN, 60, i + "x".repeat(240)))
            .toList();
    ResolutionException e =
        assertThrows(
            ResolutionException.class,
            () -> cache.put(QUERY, answer(Rcode.NOERROR, many, List.of())));
    assertEquals(Failure.TOO_LONG, e.failure());
    assertNull(cache.fresh(QUERY.key()));
  }

  private static ResolutionException failure(Failure failure) {
    return new ResolutionException(failure, "nobody knows");
  }

  private void assertFails(Query query) {
    ResolutionException e = assertThrows(ResolutionException.class, () -> cache.find(query));
    assertEquals(
        new ExtendedError(ExtendedError.Code.CACHED_ERROR, "nobody knows"), e.extendedError());
    assertNotNull(cache.failed(query.key()));
  }

  @Test
  void aFailureIsRememberedForAWhile() throws Exception {
    cache.putFailure(QUERY, failure(Failure.SERVER_FAILURE));
    now += 9;
    assertFails(QUERY);
    assertNull(cache.find(new Query(NAME, Type.AAAA, false, Trace.NONE)));
    assertNull(cache.find(new Query(NAME, Type.A, true, Trace.NONE)));
    now += 1;
    assertNull(cache.find(QUERY));
    assertNull(cache.failed(QUERY.key()));
  }

  /** RFC 9520 section 3.2 wants at least a second; the issue at most 30. */
  @Test
  void noFailureIsRememberedLongAndThoseOfThisNodeNotAtAll() {
    for (Failure failure : Failure.values()) {
      assertTrue(failure.remembered().compareTo(Duration.ofSeconds(30)) <= 0, failure.name());
    }
    for (Failure ours :
        List.of(Failure.OVERLOADED, Failure.NOT_READY, Failure.FAULT, Failure.NOT_PUBLIC)) {
      cache.putFailure(QUERY, failure(ours));
      assertNull(cache.failed(QUERY.key()), ours.name());
    }
  }

  @Test
  void aFailureHidesNoGoodAnswer() throws Exception {
    cache.put(QUERY, address(60));
    cache.putFailure(QUERY, failure(Failure.SERVER_FAILURE));
    assertNotNull(cache.find(QUERY));
    assertNotNull(new CachedAnswers(cache, query -> {}).tryAnswer(question()));
  }

  @Test
  void anAnswerEndsAFailure() throws Exception {
    cache.putFailure(QUERY, failure(Failure.SERVER_FAILURE));
    cache.put(QUERY, address(1));
    now += 2;
    assertNull(cache.find(QUERY), "the failure is back when the answer is over");
  }

  /** Also where the fast lane looks first, and when the look-up was made before its time. */
  @Test
  void aFailureHidesNoStaleAnswer() throws Exception {
    AnswerCache stale = staleFor(Duration.ofHours(1), name -> false);
    stale.put(QUERY, address(60));
    stale.putFailure(QUERY, failure(Failure.SERVER_FAILURE));
    now += 60;
    assertNull(stale.failed(QUERY.key()), "a failed refresh is kept for the time after the answer");
    stale.putFailure(QUERY, failure(Failure.SERVER_FAILURE));
    assertNull(stale.failed(QUERY.key()));
    assertNull(stale.find(QUERY));
    assertNotNull(stale.stale(QUERY));
    now += 3600;
    stale.putFailure(QUERY, failure(Failure.SERVER_FAILURE));
    assertNotNull(stale.failed(QUERY.key()), "a failure is forgotten though nothing is stale");
  }

  @Test
  void whereNothingStaleMayBeGivenFailuresAreKept() throws Exception {
    AnswerCache stale = staleFor(Duration.ofHours(1), NAME::equals);
    stale.put(QUERY, address(60));
    now += 60;
    stale.putFailure(QUERY, failure(Failure.SERVER_FAILURE));
    assertNotNull(stale.failed(QUERY.key()));
    assertNull(stale.stale(QUERY));
  }

  @Test
  void aFreshAnswerIsNotStale() throws Exception {
    AnswerCache stale = staleFor(Duration.ofHours(1), name -> false);
    stale.put(QUERY, address(60));
    now += 59;
    assertNull(stale.stale(QUERY));
    now += 1;
    assertNotNull(stale.stale(QUERY));
  }

  @Test
  void aStaleAnswerWithinItsPauseIsGivenByTheFastLane() throws Exception {
    AnswerCache cache = staleFor(Duration.ofHours(1), name -> false);
    StaleAnswers source = new StaleAnswers(cache);
    cache.put(QUERY, address(60));
    now += 60;
    assertNull(source.tryAnswer(question()));
    StaleAnswer stale = Objects.requireNonNull(cache.stale(QUERY));
    WireAnswer reply = stale.because("of a test");
    cache.pause(stale, reply);
    assertSame(reply, source.tryAnswer(question()));
    now += 30;
    assertNull(source.tryAnswer(question()));
  }

  /** What an outage adds to an answer was counted when it was stored. */
  @Test
  void pausesTakeNoMemoryThatIsNotCounted() throws Exception {
    AnswerCache cache = staleFor(Duration.ofHours(1), name -> false);
    cache.put(QUERY, address(60));
    now += 60;
    long weight = cache.weight();
    WireAnswer answer = Objects.requireNonNull(cache.stale(QUERY)).because("x".repeat(200));
    assertTrue(answer.weight() <= weight, "a pause weighs more than its entry");
    cache.put(QUERY, answer(Rcode.NXDOMAIN, List.of(), List.of(soa(60))));
    assertTrue(cache.weight() > weight, "the answer behind a negative one is not counted");
  }

  @Test
  void whatMayBeGivenNowOrOnceItIsOverIsHeld() throws Exception {
    AnswerCache stale = staleFor(Duration.ofSeconds(100), name -> false);
    assertFalse(stale.holds(QUERY));
    stale.put(QUERY, address(60));
    assertTrue(stale.holds(QUERY));
    now += 159;
    assertTrue(stale.holds(QUERY));
    now += 1;
    assertFalse(stale.holds(QUERY));
    cache.put(QUERY, address(60));
    assertFalse(cache.holds(QUERY), "nothing stale is given");
  }

  @Test
  void itTellsItsQuestions() throws Exception {
    Query mail = new Query(NAME, Type.MX, false, Trace.NONE);
    cache.put(mail, answer(Rcode.NXDOMAIN, List.of(), List.of(soa(120))));
    cache.put(QUERY, address(60));
    assertEquals(1, cache.hottest(1).size());
    assertEquals(Set.of(mail, QUERY), Set.copyOf(cache.hottest(5)));
  }

  @Test
  void whatIsTooOldBehindANegativeAnswerIsNotKept() throws Exception {
    AnswerCache cache = staleFor(Duration.ofHours(1), name -> false);
    Answer nothing = answer(Rcode.NXDOMAIN, List.of(), List.of(soa(60)));
    cache.put(QUERY, nothing);
    long alone = cache.weight();
    cache.put(QUERY, address(60));
    now += 60 + 3600;
    cache.put(QUERY, nothing);
    assertEquals(alone, cache.weight());
  }

  /** As an upstream gives it that serves stale answers too. */
  private static Answer staleAddress(long ttl) throws Exception {
    return new Answer(
        Rcode.NOERROR,
        address(ttl).answers(),
        List.of(),
        Answer.Validation.NOT_VALIDATED,
        new ExtendedError(ExtendedError.Code.STALE_ANSWER, "theirs"));
  }

  @Test
  void whatIsStaleWhereItComesFromIsKeptForThirtySecondsAndSaysSo() throws Exception {
    AnswerCache cache = staleFor(Duration.ofHours(1), name -> false);
    cache.put(QUERY, staleAddress(3600));
    now += 29;
    Answer kept = cache.find(QUERY);
    assertTrue(kept != null && kept.isStale());
    now += 1;
    assertNull(cache.fresh(QUERY.key()));
    assertNull(cache.stale(QUERY), "it is given longer than its source says");
  }

  /** Else two resolvers that ask each other would keep it alive for ever. */
  @Test
  void whatIsStaleWhereItComesFromMakesNothingYounger() throws Exception {
    AnswerCache cache = staleFor(Duration.ofHours(1), name -> false);
    cache.put(QUERY, address(60));
    now += 60;
    for (int i = 0; i < 120; i++) {
      cache.put(QUERY, staleAddress(30));
      assertNotNull(cache.fresh(QUERY.key()));
      now += 30;
      assertEquals(i < 119, cache.stale(QUERY) != null);
    }
  }

  @Test
  void whatIsStaleWhereItComesFromReplacesNothingFresh() throws Exception {
    AnswerCache cache = staleFor(Duration.ofHours(1), name -> false);
    cache.put(QUERY, address(600));
    cache.put(QUERY, staleAddress(30));
    now += 599;
    assertNotNull(cache.fresh(QUERY.key()));
  }

  private AnswerCache staleFor(Duration maxAge, Predicate<Name> never) {
    return new AnswerCache(
        new AnswerCache.Limits(1 << 20, Duration.ZERO, Duration.ofHours(1), Duration.ofMinutes(5)),
        new Staleness(maxAge, never),
        Runnable::run,
        () -> now);
  }

  @Test
  void staleAnswersKeepTheirTtlWhateverTheLimits() throws Exception {
    Answer alias =
        new Answer(
            Rcode.NOERROR,
            address(30).answers(),
            List.of(),
            Answer.Validation.NOT_VALIDATED,
            new ExtendedError(ExtendedError.Code.STALE_ANSWER, ""));
    AnswerCache raising = cache(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ZERO);
    assertEquals(30, raising.encode(QUERY, alias).lowestTtl());
  }

  @Test
  void manyFailuresPushOutNoAnswer() throws Exception {
    cache.put(QUERY, address(60));
    for (int i = 0; i < 10_000; i++) {
      Query other = new Query(new Name("n" + i + ".example."), Type.A, false, Trace.NONE);
      cache.putFailure(other, failure(Failure.SERVER_FAILURE));
    }
    assertNotNull(cache.fresh(QUERY.key()));
    assertTrue(cache.weight() < 1 << 20, "more memory than it may have");
  }

  @Test
  void manyAnswersKeepWithinTheRoom() throws Exception {
    for (int i = 0; i < 20_000; i++) {
      Query other = new Query(new Name("n" + i + ".example."), Type.A, false, Trace.NONE);
      cache.put(other, address(60));
    }
    assertTrue(cache.weight() > 1 << 19, "room is left");
    assertTrue(cache.weight() <= 1 << 20, "more memory than it may have");
  }

  private static WireQuestion question() throws Exception {
    byte[] packet = Message.newQuery(Record.newRecord(NAME, Type.A, DClass.IN)).toWire();
    WireQuestion question = new WireQuestion();
    assertEquals(WireQuestion.Reading.QUESTION, question.read(packet, packet.length));
    return question;
  }
}
