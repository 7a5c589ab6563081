package org.pando.resolver.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.ExtendedError;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.Trace;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class RacingExchangeTest {
  private static final Query QUERY =
      new Query(Name.fromConstantString("example.com."), Type.A, false, Trace.NONE);
  private static final int HEDGES = 10;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void nothingRunsOn() throws Exception {
    threads.shutdown();
    assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS), "a loser still runs");
  }

  /** A server as a test wants it. */
  private record Fake(String label, Exchange behaviour) implements RacingExchange.Runner {
    @Override
    public Step step() {
      return Step.UPSTREAM;
    }

    @Override
    public Message exchange(Query query, Deadline deadline)
        throws ResolutionException, InterruptedException {
      return behaviour.exchange(query, deadline);
    }
  }

  private static Fake replying(String label, Message reply) {
    return new Fake(label, (query, deadline) -> reply);
  }

  private static Fake silent() {
    return new Fake(
        "silent",
        (query, deadline) -> {
          new CountDownLatch(1).await();
          throw new AssertionError("a silent server woke up");
        });
  }

  private static Message reply(int rcode) {
    Message message = new Message();
    message.getHeader().setRcode(rcode);
    return message;
  }

  private Message race(Duration hedge, Duration budget, RacingExchange.Runner... runners)
      throws Exception {
    RacingExchange exchange =
        new RacingExchange(() -> List.of(runners), threads, hedge, LONG, HEDGES);
    return exchange.exchange(QUERY, Deadline.in(budget, System::nanoTime));
  }

  @Test
  void theFirstAcceptableReplyWins() throws Exception {
    Message good = reply(Rcode.NOERROR);
    assertSame(
        good,
        race(
            LONG,
            LONG,
            replying("a", reply(Rcode.SERVFAIL)),
            replying("b", reply(Rcode.REFUSED)),
            replying("c", good)));
  }

  @Test
  void oneServerMayTakeAPartOfTheTimeOnly() throws Exception {
    Fake telling =
        new Fake(
            "telling",
            (query, deadline) ->
                reply(deadline.left() <= LONG.toNanos() ? Rcode.NOERROR : Rcode.SERVFAIL));
    assertEquals(Rcode.NOERROR, race(LONG, LONG.multipliedBy(10), telling).getRcode());
  }

  @Test
  void nonExistenceIsAnAnswer() throws Exception {
    Message no = reply(Rcode.NXDOMAIN);
    assertSame(no, race(LONG, LONG, replying("a", no), replying("b", reply(Rcode.NOERROR))));
  }

  @Test
  void aSilentServerIsOvertakenAndInterrupted() throws Exception {
    Message good = reply(Rcode.NOERROR);
    assertSame(good, race(Duration.ofMillis(1), LONG, silent(), replying("b", good)));
  }

  @Test
  void aBrokenServerIsSteppedOverAtOnce() throws Exception {
    Message good = reply(Rcode.NOERROR);
    Fake broken =
        new Fake(
            "broken",
            (query, deadline) -> {
              throw new ResolutionException(Failure.NETWORK, "no route");
            });
    assertSame(good, race(LONG, LONG, broken, replying("b", good)));
  }

  @Test
  void whenAllFailTheLastReasonIsGiven() {
    ResolutionException failure =
        assertThrows(
            ResolutionException.class,
            () -> race(LONG, LONG, replying("quad9 udp", reply(Rcode.REFUSED))));
    assertEquals(Failure.SERVER_FAILURE, failure.failure());
    assertEquals("quad9 udp answered REFUSED", failure.getMessage());
  }

  @Test
  void theDeadlineEndsARaceAgainstSilence() {
    ResolutionException failure =
        assertThrows(
            ResolutionException.class,
            () -> race(Duration.ofMillis(1), Duration.ofMillis(20), silent(), silent()));
    assertEquals(Failure.TIMEOUT, failure.failure());
  }

  @Test
  void withoutServersThereIsNothingToRace() {
    ResolutionException failure = assertThrows(ResolutionException.class, () -> race(LONG, LONG));
    assertEquals(Failure.NO_UPSTREAM, failure.failure());
  }

  @Test
  void aReferralIsNoAnswer() throws Exception {
    Message referral = reply(Rcode.NOERROR);
    referral.addRecord(new NSRecord(QUERY.name(), DClass.IN, 60, QUERY.name()), Section.AUTHORITY);
    Message good = reply(Rcode.NOERROR);
    assertSame(good, race(LONG, LONG, replying("a", referral), replying("b", good)));
    ResolutionException failure =
        assertThrows(ResolutionException.class, () -> race(LONG, LONG, replying("a", referral)));
    assertEquals("a answered a referral", failure.getMessage());
  }

  @Test
  void aNameThatBecameTooLongIsAnAnswer() throws Exception {
    Message tooLong = reply(Rcode.YXDOMAIN);
    assertSame(tooLong, race(LONG, LONG, replying("a", tooLong), replying("b", reply(0))));
  }

  @Test
  void theReasonThatAServerGaveIsPassedOn() {
    Message bogus = reply(Rcode.SERVFAIL);
    bogus.addRecord(
        new OPTRecord(1232, 0, 0, 0, List.of(new ExtendedErrorCodeOption(6, "no signature"))),
        Section.ADDITIONAL);
    Fake silent =
        new Fake(
            "silent",
            (query, deadline) -> {
              throw new ResolutionException(Failure.TIMEOUT, "no reply");
            });
    ResolutionException failure =
        assertThrows(
            ResolutionException.class, () -> race(LONG, LONG, replying("quad9", bogus), silent));
    assertEquals(
        new ExtendedError(ExtendedError.Code.DNSSEC_BOGUS, "quad9 answered SERVFAIL: no signature"),
        failure.extendedError());
  }

  /** What bounds the sockets of a node whose upstreams are all silent. */
  @Test
  void allQuestionsTogetherHaveSoManyHedges() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Fake counting =
        new Fake(
            "silent",
            (query, deadline) -> {
              asked.incrementAndGet();
              new CountDownLatch(1).await();
              throw new AssertionError("a silent server woke up");
            });
    List<Fake> many = Collections.nCopies(50, counting);
    RacingExchange exchange =
        new RacingExchange(() -> many, threads, Duration.ofNanos(1), LONG, HEDGES);
    for (int i = 1; i <= 2; i++) {
      assertThrows(
          ResolutionException.class,
          () -> exchange.exchange(QUERY, Deadline.in(Duration.ofMillis(200), System::nanoTime)));
      assertEquals(i * (1 + HEDGES), asked.get(), "hedges are not given back, or not counted");
    }
  }
}
