package org.pando.resolver.upstream;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.Trace;
import org.pando.resolver.config.ListenAddress;
import org.pando.resolver.config.UpstreamScheme;
import org.pando.resolver.exchange.Attempt;
import org.pando.resolver.exchange.Outcome;
import org.pando.resolver.exchange.RacingExchange;
import org.pando.resolver.exchange.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** An upstream with its operator, its place on the ladder and its health. Any thread. */
public final class Endpoint implements RacingExchange.Runner {
  /**
   * What {@code pando upstreams} tells of it.
   *
   * @param operator who runs it: one operator is one failure domain
   * @param address with the port, IPv6 in brackets
   * @param state its health in one word
   * @param works whether it may be expected to answer
   * @param why it is not well; empty when it is
   * @param sinceMillis how long its state has lasted
   * @param roundTripMillis the smoothed time to a reply; -1 before the first
   * @param loss the share of questions that have to be sent again, 0 to 1
   * @param asked questions of clients that went to it
   * @param answered replies from it that told something
   */
  public record State(
      String operator,
      UpstreamScheme scheme,
      String address,
      String state,
      boolean works,
      String why,
      long sinceMillis,
      long roundTripMillis,
      double loss,
      long asked,
      long answered) {}

  private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

  /** Answered by whoever does recursion, and from its cache. */
  private static final Query PROBE = new Query(Name.root, Type.NS, false, Trace.NONE);

  private static final long LOOP_CHECK_EVERY = 60_000_000_000L;
  private static final long LOOP_CHECK_PATIENCE = 5_000_000_000L;

  private final Upstream upstream;
  private final String operator;
  private final UpstreamScheme scheme;
  private final Step step;
  private final LoopCheck loopCheck;
  private final LongSupplier nanos;
  private final UpstreamHealth health;
  private final LongAdder asked = new LongAdder();
  private final LongAdder answered = new LongAdder();
  private volatile @Nullable Attempt probe;
  private volatile @Nullable LoopQuestion loopQuestion;
  private volatile boolean loopChecked;
  private long loopCheckedAt;

  Endpoint(
      Upstream upstream,
      String operator,
      UpstreamScheme scheme,
      Step step,
      LoopCheck loopCheck,
      LongSupplier nanos) {
    this.upstream = upstream;
    this.operator = operator;
    this.scheme = scheme;
    this.step = step;
    this.loopCheck = loopCheck;
    this.nanos = nanos;
    this.health = new UpstreamHealth(firstPatience(scheme), nanos.getAsLong());
  }

  /** An encrypted connection has to be made before the first reply. */
  private static Duration firstPatience(UpstreamScheme scheme) {
    return Duration.ofMillis(scheme.encrypted() ? 250 : 150);
  }

  @Override
  public Attempt ask(Query query, Consumer<Outcome> outcome) {
    asked.increment();
    health.asked(nanos.getAsLong());
    Asking asking = new Asking(outcome, false);
    asking.begin(query);
    return asking;
  }

  /** One question under way, told to the health when it ends. */
  private final class Asking implements Attempt {
    private final Consumer<Outcome> outcome;
    private final boolean isProbe;
    private final long begin = nanos.getAsLong();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean resent;
    private volatile @Nullable Attempt attempt;

    Asking(Consumer<Outcome> outcome, boolean isProbe) {
      this.outcome = outcome;
      this.isProbe = isProbe;
    }

    void begin(Query query) {
      attempt = upstream.ask(query, this::ended);
    }

    private void ended(Outcome how) {
      if (over.compareAndSet(false, true)) {
        tell(how);
        outcome.accept(how);
      }
    }

    private void tell(Outcome how) {
      long now = nanos.getAsLong();
      switch (how) {
        case Outcome.Broken broken when isProbe -> health.probeBroken(reason(broken), now);
        case Outcome.Broken broken -> health.broken(reason(broken), now);
        case Outcome.Replied(Message message) -> {
          boolean acceptable = Verdict.of(message) instanceof Verdict.Acceptable;
          if (isProbe) {
            String text = Rcode.string(message.getRcode());
            health.probed(now - begin, resent, acceptable, text, now);
          } else {
            answered.add(acceptable ? 1 : 0);
            health.replied(now - begin, resent, acceptable, now);
          }
        }
      }
    }

    private static String reason(Outcome.Broken broken) {
      return String.valueOf(broken.reason().getMessage());
    }

    @Override
    public void resend() {
      resent = true;
      Attempt sent = attempt;
      if (sent != null) {
        sent.resend();
      }
    }

    @Override
    public void cancel() {
      Attempt sent = attempt;
      if (sent != null) {
        sent.cancel();
      }
      if (over.compareAndSet(false, true)) {
        health.overtaken(nanos.getAsLong() - begin);
      }
    }
  }

  /**
   * Looks after it: probes it when that is due. Called a few times a second by one thread.
   *
   * @param inUse whether clients have asked for anything lately
   * @param isOut whether none of its peers is well
   * @param heard run when something came back
   */
  void tend(boolean inUse, boolean isOut, Runnable heard) {
    long now = nanos.getAsLong();
    Attempt last = probe;
    switch (health.care(inUse, isOut, now)) {
      case NOTHING -> {}
      case PROBE -> {
        Asking asking = new Asking(outcome -> heard.run(), true);
        probe = asking;
        asking.begin(PROBE);
      }
      case PROBE_AGAIN -> {
        if (last != null) {
          last.resend();
        }
      }
      case GIVE_UP -> {
        if (last != null) {
          last.cancel();
        }
      }
    }
    checkForLoop(now);
  }

  /**
   * Where a question can be led back to us: nobody on the way can do that to encrypted ones.
   * Whoever is asked nothing is not asked this either.
   */
  private void checkForLoop(long now) {
    LoopQuestion last = loopQuestion;
    if (last != null && now - loopCheckedAt >= LOOP_CHECK_PATIENCE) {
      loopQuestion = null;
      last.cancel();
    }
    boolean again = health.state() == UpstreamHealth.State.LOOPING;
    boolean first = !loopChecked && asked.sum() > 0;
    boolean due = first || (again && now - loopCheckedAt >= LOOP_CHECK_EVERY);
    if (due && !scheme.encrypted()) {
      loopChecked = true;
      loopCheckedAt = now;
      loopQuestion = new LoopQuestion();
    }
  }

  /** A question that must not come back to this node. */
  private final class LoopQuestion {
    private final AtomicBoolean returned = new AtomicBoolean();
    private final Query question = loopCheck.begin(this::cameBack);
    private final Attempt attempt = upstream.ask(question, this::ended);

    private void cameBack() {
      returned.set(true);
      if (health.loops(nanos.getAsLong())) {
        LOG.warn(
            "upstream {} asks this node: it is not asked any more; take one of the two out of the"
                + " other's configuration",
            label());
      }
    }

    private void ended(Outcome how) {
      loopCheck.end(question);
      if (!returned.get() && how instanceof Outcome.Replied) {
        health.loopsNoMore(nanos.getAsLong());
      }
    }

    void cancel() {
      loopCheck.end(question);
      attempt.cancel();
    }
  }

  /** The network is another one, or the computer has slept. */
  void forget() {
    loopChecked = false;
    health.forget(nanos.getAsLong());
  }

  @Override
  public String label() {
    return operator + " " + scheme.text() + " " + addressText();
  }

  /** Where it is. */
  public InetSocketAddress address() {
    return upstream.address();
  }

  @Override
  public Step step() {
    return step;
  }

  @Override
  public String operator() {
    return operator;
  }

  UpstreamScheme scheme() {
    return scheme;
  }

  UpstreamHealth health() {
    return health;
  }

  /**
   * One that asks over the same transport and shares nothing else with this one. Not to be closed.
   *
   * @param front puts something in front of the transport
   */
  Endpoint shadow(UnaryOperator<Upstream> front) {
    Endpoint shadow = new Endpoint(front.apply(upstream), operator, scheme, step, loopCheck, nanos);
    shadow.loopChecked = true;
    return shadow;
  }

  void close() {
    upstream.close();
  }

  public State state() {
    UpstreamHealth.State known = health.state();
    return new State(
        operator,
        scheme,
        addressText(),
        known.text(),
        known.works(),
        health.why(),
        Duration.ofNanos(health.stateAge(nanos.getAsLong())).toMillis(),
        health.roundTrip().map(Duration::toMillis).orElse(-1L),
        health.loss(),
        asked.sum(),
        answered.sum());
  }

  private String addressText() {
    return ListenAddress.of(upstream.address()).text();
  }
}
