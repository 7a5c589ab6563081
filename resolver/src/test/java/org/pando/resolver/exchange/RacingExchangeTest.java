package org.pando.resolver.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.ResolutionException.Kind;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.Trace;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class RacingExchangeTest {
  private static final Query QUERY =
      new Query(Name.fromConstantString("example.com."), Type.A, false, Trace.NONE);
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
    RacingExchange exchange = new RacingExchange(() -> List.of(runners), threads, hedge, LONG);
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
              throw new ResolutionException(Kind.NETWORK, "no route");
            });
    assertSame(good, race(LONG, LONG, broken, replying("b", good)));
  }

  @Test
  void whenAllFailTheLastReasonIsGiven() {
    ResolutionException failure =
        assertThrows(
            ResolutionException.class,
            () -> race(LONG, LONG, replying("quad9 udp", reply(Rcode.REFUSED))));
    assertEquals(Kind.SERVER_FAILURE, failure.kind());
    assertEquals("quad9 udp answered REFUSED", failure.getMessage());
  }

  @Test
  void theDeadlineEndsARaceAgainstSilence() {
    ResolutionException failure =
        assertThrows(
            ResolutionException.class,
            () -> race(Duration.ofMillis(1), Duration.ofMillis(20), silent(), silent()));
    assertEquals(Kind.TIMEOUT, failure.kind());
  }

  @Test
  void withoutServersThereIsNothingToRace() {
    ResolutionException failure = assertThrows(ResolutionException.class, () -> race(LONG, LONG));
    assertEquals(Kind.NO_UPSTREAM, failure.kind());
  }
}
