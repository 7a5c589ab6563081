package org.pando.resolver.drill;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Inbox;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Step;
import org.pando.resolver.exchange.Attempt;
import org.pando.resolver.exchange.Outcome;
import org.pando.resolver.exchange.RacingExchange;
import org.pando.resolver.exchange.Verdict;
import org.xbill.DNS.Message;

/**
 * One rehearsal of an outage. Names that the node knows are asked {@value #PER_SECOND} times a
 * second in two ways: as this node would ask, through a ladder that is a shadow of its own, and as
 * a computer would that asks the impaired operator only. Nothing is written to the cache. What it
 * holds counts as if its TTL were over: servers are asked, and it stands in when they fail.
 *
 * <p>Run by one thread; {@link #stop} may be called by any.
 */
public final class Drill {
  /**
   * Who is asked.
   *
   * @param all as this node asks, with some of them impaired
   * @param tend looks after those; to be run a few times a second
   * @param out whether none of those can be expected to answer
   * @param alone as a computer asks that knows the impaired operator only
   */
  public record Ladder(
      RacingExchange.Line all, Runnable tend, BooleanSupplier out, RacingExchange.Line alone) {}

  /**
   * What is asked.
   *
   * @param names at least one, in turn
   * @param held whether the node has an answer to a question that may stand in
   * @param length how long questions are asked; the last ones may take longer
   * @param staleAfter how long a client waits before the cache stands in; zero: never
   * @param timeout how long a question may take
   */
  public record Plan(
      List<Query> names,
      Predicate<Query> held,
      Duration length,
      Duration staleAfter,
      Duration timeout) {}

  /** Under which name answers of the cache are counted. */
  public static final String CACHE = "the cache";

  private static final int PER_SECOND = 20;
  private static final long BETWEEN = 1_000_000_000 / PER_SECOND;
  private static final long TEND_EVERY = 200_000_000;
  private static final int MOST_EXTRA = 100;

  private final Ladder ladder;
  private final Plan plan;
  private final Executor executor;
  private final Inbox.Maker inboxes;
  private final LongSupplier nanos;
  private final Inbox<Finding> findings;
  private volatile boolean stopped;

  /**
   * @param executor starts a virtual thread per task
   * @param nanos the node's own clock
   */
  public Drill(
      Ladder ladder, Plan plan, Executor executor, Inbox.Maker inboxes, LongSupplier nanos) {
    this.ladder = ladder;
    this.plan = plan;
    this.executor = executor;
    this.inboxes = inboxes;
    this.nanos = nanos;
    this.findings = inboxes.make();
  }

  /**
   * Asks until the plan is carried out and every question has ended.
   *
   * @throws InterruptedException when it was stopped before
   */
  public DrillResult run() throws InterruptedException {
    Tally tally = new Tally();
    long planned = Math.max(1, plan.length().toNanos() / BETWEEN);
    long nextAsk = nanos.getAsLong();
    long nextTend = nextAsk;
    while (tally.count() < planned || !tally.isWhole()) {
      long now = nanos.getAsLong();
      if (now - nextTend >= 0) {
        ladder.tend().run();
        nextTend = now + TEND_EVERY;
      }
      if (tally.count() < planned && now - nextAsk >= 0) {
        ask(plan.names().get(tally.count() % plan.names().size()));
        tally.asked();
        nextAsk += BETWEEN;
      }
      long next = tally.count() < planned ? Math.min(nextAsk, nextTend) : nextTend;
      Finding finding = findings.poll(next - nanos.getAsLong());
      if (finding != null) {
        tally.add(finding);
      }
      if (stopped) {
        throw new InterruptedException("the rehearsal was stopped");
      }
    }
    return tally.result();
  }

  /** Ends it; what is under way ends by itself. */
  public void stop() {
    stopped = true;
    findings.put(new Finding.Alone(false));
  }

  private void ask(Query query) {
    start(() -> findings.put(asThisNode(query)));
    start(() -> findings.put(alone(query)));
  }

  private void start(Runnable way) {
    try {
      executor.execute(way);
    } catch (RejectedExecutionException e) {
      stop(); // the node does, too
    }
  }

  private Finding alone(Query query) {
    try {
      ask(ladder.alone(), query, plan.timeout());
      return new Finding.Alone(true);
    } catch (ResolutionException e) {
      return new Finding.Alone(false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Finding.Alone(false);
    }
  }

  private Finding asThisNode(Query query) {
    long begin = nanos.getAsLong();
    boolean held = plan.staleAfter().isPositive() && plan.held().test(query);
    if (held && ladder.out().getAsBoolean()) {
      return new Finding.Answered(CACHE, nanos.getAsLong() - begin);
    }
    try {
      String by = ask(ladder.all(), query, held ? plan.staleAfter() : plan.timeout());
      return new Finding.Answered(by, nanos.getAsLong() - begin);
    } catch (ResolutionException e) {
      return held && e.staleAllowed()
          ? new Finding.Answered(CACHE, nanos.getAsLong() - begin)
          : unanswered(query, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unanswered(query, "the node is stopping");
    }
  }

  private static Finding unanswered(Query query, String why) {
    return new Finding.Unanswered(new DrillResult.Failed(query, why));
  }

  /** Asks the servers of a line and says which operator answered. */
  private String ask(RacingExchange.Line line, Query query, Duration patience)
      throws ResolutionException, InterruptedException {
    AtomicReference<String> first = new AtomicReference<>("");
    RacingExchange race = new RacingExchange(() -> heard(line, first), inboxes, MOST_EXTRA);
    race.exchange(query, Deadline.in(patience, nanos));
    return Objects.requireNonNullElse(first.get(), "");
  }

  private static List<RacingExchange.Starter> heard(
      RacingExchange.Line line, AtomicReference<String> first) throws ResolutionException {
    return line.up().stream()
        .map(s -> new RacingExchange.Starter(new Heard(s.runner(), first), s.pace()))
        .toList();
  }

  /** Notes who was the first with an acceptable reply. */
  private record Heard(RacingExchange.Runner runner, AtomicReference<String> first)
      implements RacingExchange.Runner {
    @Override
    public String label() {
      return runner.label();
    }

    @Override
    public String operator() {
      return runner.operator();
    }

    @Override
    public Step step() {
      return runner.step();
    }

    @Override
    public Attempt ask(Query query, Consumer<Outcome> outcome) {
      return runner.ask(
          query,
          how -> {
            if (how instanceof Outcome.Replied(Message message)
                && Verdict.of(message) instanceof Verdict.Acceptable) {
              first.compareAndSet("", operator());
            }
            outcome.accept(how);
          });
    }
  }
}
