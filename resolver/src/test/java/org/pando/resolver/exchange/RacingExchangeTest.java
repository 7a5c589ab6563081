package org.pando.resolver.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.ExtendedError;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.Trace;
import org.pando.resolver.exchange.RacingExchange.Starter;
import org.pando.resolver.scenario.World;
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
  private static final int EXTRA = 10;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final World world = new World();

  /** A server as a test wants it; counts how often it was asked and given up. */
  private static final class Fake implements RacingExchange.Runner {
    private final String label;
    private final @Nullable Outcome outcome;
    private int asked;
    private int cancelled;

    /**
     * @param outcome null for silence
     */
    Fake(String label, @Nullable Outcome outcome) {
      this.label = label;
      this.outcome = outcome;
    }

    @Override
    public String label() {
      return label;
    }

    @Override
    public String operator() {
      return label;
    }

    @Override
    public Step step() {
      return Step.UPSTREAM;
    }

    @Override
    public Attempt ask(Query query, Consumer<Outcome> told) {
      asked++;
      if (outcome != null) {
        told.accept(outcome);
      }
      return new Attempt() {
        @Override
        public void resend() {
          asked++;
        }

        @Override
        public void cancel() {
          cancelled++;
        }
      };
    }
  }

  private static Fake replying(String label, Message reply) {
    return new Fake(label, new Outcome.Replied(reply));
  }

  private static Fake broken(Failure failure, String why) {
    return new Fake("broken", new Outcome.Broken(new ResolutionException(failure, why)));
  }

  private static Fake silent() {
    return new Fake("silent", null);
  }

  private static Message reply(int rcode) {
    Message message = new Message();
    message.getHeader().setRcode(rcode);
    return message;
  }

  private Message race(Duration patience, Duration budget, Fake... runners) throws Exception {
    Race.Pace pace = new Race.Pace(0, patience.toNanos(), 0);
    List<Starter> line = Arrays.stream(runners).map(runner -> new Starter(runner, pace)).toList();
    return inWorld(new RacingExchange(() -> line, world::inbox, EXTRA), budget);
  }

  private Message inWorld(RacingExchange exchange, Duration budget) throws Exception {
    AtomicReference<@Nullable Message> reply = new AtomicReference<>();
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    world.start(
        () -> {
          try {
            reply.set(exchange.exchange(QUERY, Deadline.in(budget, world::nanos)));
          } catch (ResolutionException | InterruptedException e) {
            failure.set(e);
          }
        });
    world.runUntil(world.nanos() + budget.toNanos());
    assertEquals(0, world.alive(), "the race goes on when its time is over");
    Exception e = failure.get();
    if (e != null) {
      throw e;
    }
    return Objects.requireNonNull(reply.get());
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
  void aSilentServerIsOvertakenAndGivenUp() throws Exception {
    Message good = reply(Rcode.NOERROR);
    Fake silent = silent();
    assertSame(good, race(Duration.ofMillis(1), LONG, silent, replying("b", good)));
    assertEquals(1, silent.cancelled);
  }

  @Test
  void aBrokenServerIsSteppedOverAtOnce() throws Exception {
    Message good = reply(Rcode.NOERROR);
    assertSame(good, race(LONG, LONG, broken(Failure.NETWORK, "no route"), replying("b", good)));
  }

  @Test
  void dataThatOneOperatorFindsForgedIsAskedForOnceMore() throws Exception {
    Message good = reply(Rcode.NOERROR);
    assertSame(good, race(LONG, LONG, replying("a", bogus("bad")), replying("b", good)));
  }

  @Test
  void whatTwoOperatorsFindForgedIsForged() {
    Fake third = replying("c", reply(Rcode.NOERROR));
    ResolutionException failure =
        assertThrows(
            ResolutionException.class,
            () -> race(LONG, LONG, replying("a", bogus("x")), replying("b", bogus("y")), third));
    assertEquals(Failure.BOGUS, failure.failure());
    assertEquals(0, third.asked, "one that does not validate would have been believed");
  }

  @Test
  void oneOperatorIsNoConfirmationOfItself() throws Exception {
    Message good = reply(Rcode.NOERROR);
    assertSame(
        good,
        race(
            LONG, LONG, replying("a", bogus("x")), replying("a", bogus("y")), replying("b", good)));
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

  private static Message bogus(String text) {
    Message bogus = reply(Rcode.SERVFAIL);
    bogus.addRecord(
        new OPTRecord(1232, 0, 0, 0, List.of(new ExtendedErrorCodeOption(6, text))),
        Section.ADDITIONAL);
    return bogus;
  }

  @Test
  void theReasonThatAServerGaveIsPassedOn() {
    ResolutionException failure =
        assertThrows(
            ResolutionException.class,
            () ->
                race(
                    LONG,
                    LONG,
                    replying("quad9", bogus("no signature")),
                    broken(Failure.TIMEOUT, "no reply")));
    assertEquals(
        new ExtendedError(ExtendedError.Code.DNSSEC_BOGUS, "quad9 answered SERVFAIL: no signature"),
        failure.extendedError());
  }

  /** What bounds the sockets of a node whose upstreams are all silent. */
  @Test
  void allQuestionsTogetherMayAskSoManyMore() {
    List<Fake> many = Stream.generate(RacingExchangeTest::silent).limit(50).toList();
    Race.Pace pace = new Race.Pace(0, 1, 0);
    List<Starter> line = many.stream().map(fake -> new Starter(fake, pace)).toList();
    RacingExchange exchange = new RacingExchange(() -> line, world::inbox, EXTRA);
    for (int i = 1; i <= 2; i++) {
      assertThrows(ResolutionException.class, () -> inWorld(exchange, Duration.ofSeconds(60)));
      assertEquals(
          1 + EXTRA,
          many.stream().filter(fake -> fake.asked > 0).count(),
          "not counted, or not given back");
      assertTrue(many.getFirst().asked > i, "what may have been lost is not sent again");
      assertEquals(i * (1 + EXTRA), many.stream().mapToInt(fake -> fake.cancelled).sum());
    }
  }
}
