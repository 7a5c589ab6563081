package org.pando.resolver.lookup;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.ExtendedError;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.WireAnswer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Rcode;

/**
 * Takes the questions that the fast lane cannot answer: one virtual thread each, with a deadline,
 * admitted by a limit of its own. When it is full it refuses at once and the fast lane never waits.
 * Any thread.
 */
public final class SlowLane {
  private static final Logger LOG = LoggerFactory.getLogger(SlowLane.class);

  private final SlowAnswers answers;
  private final ExecutorService executor;
  private final int size;
  private final Semaphore places;
  private final Duration timeout;
  private final LongSupplier nanos;

  /**
   * @param executor starts a virtual thread per task
   * @param places how many questions may be under way at once
   * @param timeout how long one question may take
   * @param nanos the node's own clock
   */
  public SlowLane(
      SlowAnswers answers,
      ExecutorService executor,
      int places,
      Duration timeout,
      LongSupplier nanos) {
    this.answers = answers;
    this.executor = executor;
    this.size = places;
    this.places = new Semaphore(places);
    this.timeout = timeout;
    this.nanos = nanos;
  }

  /**
   * Looks the answer up and hands it over, once, on any thread.
   *
   * @param done gets the answer, SERVFAIL with the reason when there is none
   */
  public void submit(Query query, Consumer<WireAnswer> done) {
    if (!places.tryAcquire()) {
      done.accept(failure("too many questions are waiting for upstreams"));
      return;
    }
    try {
      executor.execute(
          () -> {
            try {
              done.accept(answer(query));
            } finally {
              places.release();
            }
          });
    } catch (RejectedExecutionException e) {
      places.release();
      done.accept(failure("the node is stopping"));
    }
  }

  /** Waits until every question under way is answered, or a while has passed. */
  public void drain(Duration patience) throws InterruptedException {
    if (!places.tryAcquire(size, patience.toNanos(), TimeUnit.NANOSECONDS)) {
      LOG.info("stopping with {} questions unanswered", size - places.availablePermits());
    }
  }

  /** Looks the answer up on the calling virtual thread; most of the time it is cached by now. */
  public WireAnswer answer(Query query) {
    try {
      return answers.answer(query, Deadline.in(timeout, nanos));
    } catch (ResolutionException e) {
      LOG.debug("{} {}: {}", query.name(), query.type(), e.getMessage());
      return failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failure("the node is stopping");
    } catch (RuntimeException e) {
      LOG.error("a question failed by a fault of the program: {}", e.toString(), e);
      return failure("internal fault");
    }
  }

  private static WireAnswer failure(ResolutionException e) {
    ExtendedError.Code code =
        switch (e.kind()) {
          case TIMEOUT, SERVER_FAILURE, NO_UPSTREAM -> ExtendedError.Code.NO_REACHABLE_AUTHORITY;
          case NETWORK -> ExtendedError.Code.NETWORK_ERROR;
          case NOT_PUBLIC, ALIAS_LOOP -> ExtendedError.Code.OTHER;
        };
    return WireAnswer.error(Rcode.SERVFAIL, ExtendedError.of(code, String.valueOf(e.getMessage())));
  }

  private static WireAnswer failure(String text) {
    return WireAnswer.error(Rcode.SERVFAIL, ExtendedError.of(ExtendedError.Code.OTHER, text));
  }
}
