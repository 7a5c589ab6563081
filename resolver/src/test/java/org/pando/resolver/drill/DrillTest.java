package org.pando.resolver.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Inbox;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.Trace;
import org.pando.resolver.exchange.Attempt;
import org.pando.resolver.exchange.Outcome;
import org.pando.resolver.exchange.Race;
import org.pando.resolver.exchange.RacingExchange.Line;
import org.pando.resolver.exchange.RacingExchange.Runner;
import org.pando.resolver.exchange.RacingExchange.Starter;
import org.pando.resolver.scenario.World;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class DrillTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;
  private static final Query WWW = query("www.example.");
  private static final Query MAIL = query("mail.example.");

  private final World world = new World();
  private final List<Query> asked = new ArrayList<>();
  private Predicate<Query> held = query -> false;
  private BooleanSupplier out = () -> false;
  private Duration staleAfter = Duration.ofMillis(1800);
  private int tended;
  private @Nullable DrillResult result;
  private boolean interrupted;

  private static Query query(String name) {
    return new Query(Name.fromConstantString(name), Type.A, false, Trace.NONE);
  }

  /** Answers after a while with an rcode; a negative one means silence. */
  private final class Server implements Runner {
    private final String operator;
    private final long nanos;
    private final int rcode;

    Server(String operator, long millis, int rcode) {
      this.operator = operator;
      this.nanos = millis * MILLI;
      this.rcode = rcode;
    }

    @Override
    public String label() {
      return operator;
    }

    @Override
    public String operator() {
      return operator;
    }

    @Override
    public Step step() {
      return Step.UPSTREAM;
    }

    @Override
    public Attempt ask(Query query, Consumer<Outcome> outcome) {
      asked.add(query);
      Message reply = new Message();
      reply.getHeader().setRcode(Math.max(rcode, 0));
      if (rcode >= 0) {
        world.after(nanos, () -> outcome.accept(new Outcome.Replied(reply)));
      }
      return new Attempt() {
        @Override
        public void resend() {}

        @Override
        public void cancel() {}
      };
    }
  }

  private static Line line(Server... servers) {
    List<Starter> line = new ArrayList<>();
    for (Server server : servers) {
      line.add(new Starter(server, new Race.Pace(0, 100 * MILLI, 0)));
    }
    return () -> line;
  }

  private Drill drill(Line all, Line alone, Duration length) {
    return new Drill(
        new Drill.Ladder(all, () -> tended++, () -> out.getAsBoolean(), alone),
        new Drill.Plan(
            List.of(WWW, MAIL),
            query -> held.test(query),
            length,
            staleAfter,
            Duration.ofSeconds(4)),
        world::start,
        new Inbox.Maker() {
          @Override
          public <T> Inbox<T> make() {
            return world.inbox();
          }
        },
        world::nanos);
  }

  private void start(Drill drill) {
    world.start(
        () -> {
          try {
            result = drill.run();
          } catch (InterruptedException e) {
            interrupted = true;
          }
        });
  }

  private DrillResult run(Line all, Line alone) {
    start(drill(all, alone, Duration.ofSeconds(1)));
    world.runUntil(20 * SECOND);
    assertEquals(0, world.alive());
    DrillResult shown = result;
    if (shown == null) {
      throw new AssertionError("it did not end");
    }
    return shown;
  }

  private Server dead(String operator) {
    return new Server(operator, 0, -1);
  }

  @Test
  void itTellsWhoAnsweredInsteadOfTheOneThatIsSilent() {
    DrillResult shown =
        run(
            line(dead("cloudflare"), new Server("google", 12, Rcode.NOERROR)),
            line(dead("cloudflare")));
    assertEquals(20, shown.asked());
    assertEquals(20, shown.failedAlone());
    assertEquals(List.of(), shown.failures());
    assertEquals(Map.of("google", 20), shown.answeredBy());
    assertEquals(Duration.ofMillis(112), shown.median());
    assertEquals(Duration.ofMillis(112), shown.slowest());
    assertEquals(10, asked.stream().filter(WWW::equals).count() / 3, "names are asked in turn");
    assertEquals(10, asked.stream().filter(MAIL::equals).count() / 3);
  }

  @Test
  void anErrorIsNoAnswerAndTheNextServerIsAsked() {
    DrillResult shown =
        run(
            line(
                new Server("cloudflare", 0, Rcode.SERVFAIL),
                new Server("google", 5, Rcode.NXDOMAIN)),
            line(new Server("cloudflare", 0, Rcode.SERVFAIL)));
    assertEquals(20, shown.failedAlone());
    assertEquals(Map.of("google", 20), shown.answeredBy());
  }

  @Test
  void aSlowOperatorIsEnoughForWhoWaits() {
    DrillResult shown =
        run(
            line(new Server("cloudflare", 1500, 0), new Server("google", 12, 0)),
            line(new Server("cloudflare", 1500, 0)));
    assertEquals(0, shown.failedAlone());
    assertEquals(Map.of("google", 20), shown.answeredBy());
  }

  @Test
  void whatNobodyAnswersFailsAndSaysWhy() {
    DrillResult shown = run(line(dead("cloudflare")), line(dead("cloudflare")));
    assertEquals(20, shown.failures().size());
    assertEquals(WWW, shown.failures().getFirst().query());
    assertEquals("no upstream answered in time", shown.failures().getFirst().why());
    assertEquals(Map.of(), shown.answeredBy());
  }

  @Test
  void theCacheStandsInForWhatItHoldsAfterAWhile() {
    held = WWW::equals;
    DrillResult shown = run(line(dead("cloudflare")), line(dead("cloudflare")));
    assertEquals(Map.of(Drill.CACHE, 10), shown.answeredBy());
    assertEquals(Duration.ofMillis(1800), shown.slowest());
    assertEquals(10, shown.failures().size());
  }

  @Test
  void inAKnownOutageTheCacheStandsInAtOnce() {
    held = query -> true;
    out = () -> world.nanos() >= SECOND / 2;
    DrillResult shown = run(line(dead("cloudflare")), line(dead("cloudflare")));
    assertEquals(Map.of(Drill.CACHE, 20), shown.answeredBy());
    assertEquals(Duration.ofMillis(1800), shown.slowest());
    assertEquals(Duration.ofMillis(1800), shown.median());
    assertTrue(asked.size() < 40, "who is known to be out is not asked: " + asked.size());
  }

  @Test
  void withoutStaleAnswersTheCacheDoesNotStandIn() {
    held = query -> true;
    staleAfter = Duration.ZERO;
    DrillResult shown = run(line(dead("cloudflare")), line(dead("cloudflare")));
    assertEquals(20, shown.failures().size());
  }

  @Test
  void nothingStaleForWhatWasRefused() {
    held = query -> true;
    Line loop =
        () -> {
          throw new ResolutionException(Failure.FORWARDING_LOOP, "an upstream asks this node");
        };
    DrillResult shown = run(loop, loop);
    assertEquals(20, shown.failures().size());
  }

  @Test
  void upstreamsAreTendedUntilTheEnd() {
    run(line(dead("cloudflare")), line(dead("cloudflare")));
    assertTrue(tended >= 20, "5 times a second for 5 seconds: " + tended);
  }

  @Test
  void itCanBeStopped() {
    Drill drill = drill(line(dead("a")), line(dead("a")), Duration.ofMinutes(10));
    start(drill);
    world.after(SECOND, drill::stop);
    world.runUntil(6 * SECOND);
    assertTrue(interrupted);
    assertEquals(0, world.alive());
  }
}
