package org.pando.resolver.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.Trace;
import org.pando.resolver.config.Hedge;
import org.pando.resolver.config.UpstreamScheme;
import org.pando.resolver.exchange.Attempt;
import org.pando.resolver.exchange.Outcome;
import org.pando.resolver.exchange.RacingExchange.Starter;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class ShadowUpstreamsTest {
  private static final Query WWW =
      new Query(Name.fromConstantString("www.example."), Type.A, false, Trace.NONE);

  private final List<Outcome> outcomes = new ArrayList<>();
  private final Deque<Runnable> later = new ArrayDeque<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final Deque<Boolean> gotThrough = new ArrayDeque<>();
  private final Answering quad9 = new Answering();
  private final Answering google = new Answering();
  private final List<Endpoint> live =
      List.of(
          endpoint(quad9, "quad9", UpstreamScheme.UDP),
          endpoint(google, "google", UpstreamScheme.TLS));

  /** Answers at once. */
  private static final class Answering implements Upstream {
    private int asked;
    private int resent;
    private int cancelled;
    private boolean closed;

    @Override
    public InetSocketAddress address() {
      return new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 53);
    }

    @Override
    public Attempt ask(Query query, Consumer<Outcome> outcome) {
      asked++;
      outcome.accept(new Outcome.Replied(new Message()));
      return new Attempt() {
        @Override
        public void resend() {
          resent++;
        }

        @Override
        public void cancel() {
          cancelled++;
        }
      };
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Draws what it was told to. */
  private final class Drawn implements RandomGenerator {
    @Override
    public long nextLong() {
      return 0;
    }

    @Override
    public boolean nextBoolean() {
      return gotThrough.remove();
    }
  }

  private Endpoint endpoint(Upstream upstream, String operator, UpstreamScheme scheme) {
    return new Endpoint(
        upstream, operator, scheme, Step.UPSTREAM, new LoopCheck(new Drawn()), () -> 0);
  }

  private ShadowUpstreams shadows(String operator, Impairment how) {
    return new ShadowUpstreams(
        live,
        operator,
        how,
        new ShadowUpstreams.Tools(
            (pause, task) -> {
              pauses.add(pause);
              later.add(task);
            },
            new Drawn(),
            () -> 0));
  }

  /** Asks the only upstream of an operator that is broken so. */
  private Attempt ask(String operator, Impairment how) throws ResolutionException {
    List<Starter> line = shadows(operator, how).ofTheOperator().up();
    assertEquals(1, line.size());
    assertEquals(operator, line.getFirst().runner().operator());
    return line.getFirst().runner().ask(WWW, outcomes::add);
  }

  private int rcode() {
    Outcome.Replied replied = assertInstanceOf(Outcome.Replied.class, outcomes.getFirst());
    return replied.message().getRcode();
  }

  @Test
  void aBlackHoleSaysNothingAndAsksNobody() throws Exception {
    Attempt attempt = ask("quad9", Impairment.BLACKHOLE);
    attempt.resend();
    attempt.cancel();
    assertEquals(List.of(), outcomes);
    assertEquals(0, quad9.asked);
  }

  @Test
  void servfailIsAnsweredToTheQuestion() throws Exception {
    ask("quad9", Impairment.SERVFAIL);
    assertEquals(Rcode.SERVFAIL, rcode());
    Outcome.Replied replied = assertInstanceOf(Outcome.Replied.class, outcomes.getFirst());
    assertEquals(WWW.name(), replied.message().getQuestion().getName());
    assertEquals(0, quad9.asked);
  }

  @Test
  void aSlowOneAnswersLater() throws Exception {
    ask("quad9", Impairment.SLOW);
    assertEquals(List.of(), outcomes);
    assertEquals(List.of(Duration.ofMillis(1500)), pauses);
    later.remove().run();
    assertEquals(Rcode.NOERROR, rcode());
  }

  @Test
  void aLostQuestionIsAskedWhenOneGetsThrough() throws Exception {
    gotThrough.addAll(List.of(false, false, true, false, true));
    Attempt attempt = ask("quad9", Impairment.LOSS);
    attempt.resend();
    assertEquals(0, quad9.asked);
    attempt.resend();
    assertEquals(1, quad9.asked);
    assertEquals(Rcode.NOERROR, rcode());
    attempt.resend();
    assertEquals(0, quad9.resent, "lost, too");
    attempt.resend();
    assertEquals(1, quad9.resent);
    attempt.cancel();
    assertEquals(1, quad9.cancelled);
  }

  @Test
  void aWrongClockBreaksAllThatHaveCertificatesAndNobodyElse() throws Exception {
    ask("google", Impairment.CLOCK);
    Outcome.Broken broken = assertInstanceOf(Outcome.Broken.class, outcomes.getFirst());
    assertTrue(
        String.valueOf(broken.reason().getMessage()).contains("set the clock"),
        broken.reason().getMessage());
    outcomes.clear();
    ask("quad9", Impairment.CLOCK);
    assertEquals(Rcode.NOERROR, rcode());
    assertEquals(0, google.asked);
  }

  @Test
  void theOthersAreWellAndTheNodesOwnNoticeNothing() throws Exception {
    List<Endpoint> all = shadows("quad9", Impairment.BLACKHOLE).all(new Hedge.Auto()).endpoints();
    assertEquals(2, all.size());
    all.forEach(shadow -> shadow.ask(WWW, outcomes::add));
    assertEquals(1, google.asked);
    assertEquals(0, quad9.asked);
    assertEquals(List.of(0L, 0L), live.stream().map(e -> e.state().asked()).toList());
    assertEquals(List.of(-1L, -1L), live.stream().map(e -> e.state().roundTripMillis()).toList());
    assertEquals(1, all.getLast().state().answered());
    assertTrue(!google.closed && !quad9.closed);
  }

  @Test
  void aShadowIsNotTriedForLoops() {
    UpstreamLine shadows = shadows("google", Impairment.CLOCK).all(new Hedge.Auto());
    shadows.endpoints().forEach(shadow -> shadow.ask(WWW, outcomes::add));
    assertEquals(1, quad9.asked);
    shadows.tend();
    assertEquals(1, quad9.asked);
    live.forEach(endpoint -> endpoint.ask(WWW, outcomes::add));
    live.forEach(endpoint -> endpoint.tend(true, false, () -> {}));
    assertEquals(3, quad9.asked, "the question of a live one that must not come back");
  }

  /** Whoever is never needed is sent nothing in the clear. */
  @Test
  void whoIsAskedNothingIsNotTriedForLoopsEither() {
    live.forEach(endpoint -> endpoint.tend(true, false, () -> {}));
    assertEquals(0, quad9.asked);
  }
}
