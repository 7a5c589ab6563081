package org.pando.resolver.lookup;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.ExtendedError;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Inbox;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.StaleAnswer;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.Trace;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.lookup.SharedLookup.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives an answer that is over while no better one is to be had (RFC 8767): when the look-up fails,
 * when it takes longer than a client waits, and at once while an outage is known. A question for
 * which there is nothing stale passes through.
 *
 * <p>A look-up that may end too late runs on a thread of its own and goes on when its question is
 * answered; it then refreshes the cache. After a stale answer the fast lane gives the same for a
 * while, so a name costs one look-up per pause, however often it is asked.
 */
public final class ServeStale implements Resolver {
  private static final Logger LOG = LoggerFactory.getLogger(ServeStale.class);

  /**
   * @param rest a question is answered when no more than this is left of its time
   * @param lookups how many look-ups may go on at a time; more of them are an outage
   * @param inOutage how many of those while an outage is known: it may be one of some names only
   */
  public record Limits(Duration rest, int lookups, int inOutage) {}

  private final Resolver source;
  private final AnswerCache cache;
  private final Outage outage;
  private final Inbox.Maker inboxes;
  private final Executor threads;
  private final long rest;
  private final Semaphore lookups;
  private final Semaphore lookupsInOutage;

  /**
   * @param source fills the cache
   * @param threads starts a thread that may block, per task
   */
  public ServeStale(
      Resolver source,
      AnswerCache cache,
      Outage outage,
      Inbox.Maker inboxes,
      Executor threads,
      Limits limits) {
    this.source = source;
    this.cache = cache;
    this.outage = outage;
    this.inboxes = inboxes;
    this.threads = threads;
    this.rest = Math.max(0, limits.rest().toNanos());
    this.lookups = new Semaphore(limits.lookups());
    this.lookupsInOutage = new Semaphore(limits.inOutage());
  }

  @Override
  public Answer resolve(Query query, Deadline deadline)
      throws ResolutionException, InterruptedException {
    StaleAnswer stale = cache.stale(query);
    if (stale == null) {
      return source.resolve(query, deadline);
    }
    WireAnswer paused = cache.paused(query.key());
    if (paused != null) {
      return give(query, paused);
    }
    boolean known = outage.isKnown(query);
    Until steps = new Until(query.trace());
    Inbox<Outcome> end = inboxes.make();
    if (!begin(query.tracedBy(steps), deadline, known ? lookupsInOutage : lookups, end) && !known) {
      return give(query, stale.because("too many look-ups are under way"));
    }
    Outcome outcome = end.poll(known ? 0 : deadline.left() - rest);
    return switch (outcome) {
      case Outcome.Answered(Answer answer) -> answer;
      case Outcome.Failed(ResolutionException e) when !e.staleAllowed() -> throw e;
      case Outcome.Failed(ResolutionException e) ->
          pause(query, steps, stale, e.extendedError().text());
      case Outcome.Abandoned() -> pause(query, steps, stale, "the node is stopping");
      case null ->
          pause(query, steps, stale, known ? "an outage is known" : "a new answer takes long");
    };
  }

  /** Starts the look-up unless too many go on. */
  private boolean begin(Query query, Deadline deadline, Semaphore permits, Inbox<Outcome> end) {
    if (!permits.tryAcquire()) {
      return false;
    }
    try {
      threads.execute(
          () -> {
            Outcome outcome = ended(query, deadline);
            permits.release();
            end.put(outcome);
          });
      return true;
    } catch (RejectedExecutionException e) {
      return false; // the node is stopping, and nobody needs the permit
    }
  }

  private Outcome ended(Query query, Deadline deadline) {
    try {
      return new Outcome.Answered(source.resolve(query, deadline));
    } catch (ResolutionException e) {
      return new Outcome.Failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Abandoned();
    } catch (RuntimeException e) {
      LOG.error("a look-up failed by a fault of the program: {}", e.toString(), e);
      return new Outcome.Failed(new ResolutionException(Failure.FAULT, "internal fault", e));
    }
  }

  private Answer pause(Query query, Until steps, StaleAnswer stale, String why) {
    steps.end();
    WireAnswer reply = stale.because(why);
    cache.pause(stale, reply);
    return give(query, reply);
  }

  private Answer give(Query query, WireAnswer reply) {
    tell(query, reply);
    return cache.records(query, reply);
  }

  /** Tells the question that it is answered so. */
  static void tell(Query query, WireAnswer reply) {
    ExtendedError why = reply.error();
    query.trace().step(Step.STALE, true, why == null ? "answered" : why.text());
  }

  /** Tells a question of its look-up's steps for as long as it waits for it. */
  private static final class Until implements Trace {
    private @Nullable Trace question;

    Until(Trace question) {
      this.question = question;
    }

    @Override
    public synchronized void step(Step step, boolean answered, String detail) {
      if (question != null) {
        question.step(step, answered, detail);
      }
    }

    synchronized void end() {
      question = null;
    }
  }
}
