package org.pando.resolver.lookup;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.WireAnswer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the questions that the fast lane cannot answer: one virtual thread each, with a deadline,
 * admitted by a limit of its own. When it is full, or a client has its share of it, it refuses at
 * once and the fast lane never waits. Of those admitted only some are looked up at a time; the
 * others wait for their turn, which is cheap. Any thread.
 */
public final class SlowLane {
  private static final Logger LOG = LoggerFactory.getLogger(SlowLane.class);
  private static final WireAnswer FULL =
      Failure.OVERLOADED.reply("too many questions are under way");
  private static final WireAnswer SHARE_USED =
      Failure.OVERLOADED.reply("too many questions of this client are under way");
  private static final WireAnswer TOO_LATE =
      Failure.OVERLOADED.reply("half its time was over before its turn came");
  private static final WireAnswer STOPPING = Failure.NOT_READY.reply("the node is stopping");
  private static final WireAnswer FAULT = Failure.FAULT.reply("internal fault");

  /** A question that has a place. */
  private record Admitted(
      Query query, ClientNetwork client, Consumer<WireAnswer> done, Deadline deadline) {}

  private final SlowAnswers answers;
  private final ExecutorService executor;
  private final Places places;
  private final Turns<Admitted> turns;
  private final Duration timeout;
  private final LongSupplier nanos;

  /**
   * @param executor starts a virtual thread per task
   * @param places how many questions may be under way at once; one client has at most a quarter
   * @param running how many of them are looked up at a time; of one client at most a quarter
   * @param timeout how long one question may take
   * @param nanos the node's own clock
   */
  public SlowLane(
      SlowAnswers answers,
      ExecutorService executor,
      int places,
      int running,
      Duration timeout,
      LongSupplier nanos) {
    this.answers = answers;
    this.executor = executor;
    this.places = new Places(places);
    this.turns = new Turns<>(running);
    this.timeout = timeout;
    this.nanos = nanos;
  }

  /**
   * Looks the answer up and hands it over, once, on any thread. The question's time runs from now
   * on.
   *
   * @param client who asks
   * @param done gets the answer, SERVFAIL with the reason when there is none, not even a stale one
   */
  public void submit(Query query, ClientNetwork client, Consumer<WireAnswer> done) {
    switch (places.take(client)) {
      case FULL -> done.accept(answers.without(query, FULL));
      case SHARE_USED -> done.accept(answers.without(query, SHARE_USED));
      case TAKEN -> {
        Admitted question = new Admitted(query, client, done, Deadline.in(timeout, nanos));
        if (turns.begin(client, question)) {
          start(question);
        }
      }
    }
  }

  /**
   * Starts a question whose turn it is. One that has waited for half of its time fails, and the
   * next has its turn: with little time left it would run in vain, and so would all behind it.
   */
  private void start(@Nullable Admitted question) {
    Admitted next = question;
    while (next != null && !isStarted(next)) {
      next = end(next);
    }
  }

  private boolean isStarted(Admitted question) {
    if (question.deadline().left() < timeout.toNanos() / 2) {
      question.done().accept(answers.without(question.query(), TOO_LATE));
      return false;
    }
    try {
      executor.execute(
          () -> {
            try {
              question.done().accept(answer(question.query(), question.deadline()));
            } finally {
              start(end(question));
            }
          });
      return true;
    } catch (RejectedExecutionException e) {
      question.done().accept(STOPPING);
      return false;
    }
  }

  /** Gives the place back and says whose turn it is now. */
  private @Nullable Admitted end(Admitted question) {
    places.giveBack(question.client());
    return turns.end(question.client());
  }

  /** Waits until every question under way is answered, or a while has passed. */
  public void drain(Duration patience) throws InterruptedException {
    if (!places.takeAll(patience)) {
      LOG.info("stopping with {} questions unanswered", places.taken());
    }
  }

  /** Looks the answer up on the calling virtual thread; takes no place. */
  public WireAnswer answer(Query query) {
    return answer(query, Deadline.in(timeout, nanos));
  }

  private WireAnswer answer(Query query, Deadline deadline) {
    if (deadline.isOver()) {
      return answers.without(query, TOO_LATE);
    }
    try {
      return answers.answer(query, deadline);
    } catch (ResolutionException e) {
      LOG.debug("{} {}: {}", query.name(), query.type(), e.getMessage());
      return e.reply();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return STOPPING;
    } catch (RuntimeException e) {
      LOG.error("a question failed by a fault of the program: {}", e.toString(), e);
      return FAULT;
    }
  }
}
