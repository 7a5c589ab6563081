package org.pando.resolver.lookup;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Inbox;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.QuestionKey;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Step;
import org.pando.resolver.lookup.SharedLookup.Outcome;

/**
 * Has identical questions share one look-up: fewer questions leave, and a forger has one to guess
 * instead of many (RFC 5452 section 5).
 *
 * <p>The first question leads: its thread looks up, the others wait, each no longer than its own
 * deadline. An answer or a failure is everybody's. When the leader is interrupted, one of the
 * others leads from then on.
 */
public final class CoalescingResolver implements Resolver {
  private final Resolver source;
  private final Inbox.Maker inboxes;
  private final ConcurrentMap<QuestionKey, SharedLookup> underWay;

  public CoalescingResolver(Resolver source, Inbox.Maker inboxes) {
    this(source, inboxes, new ConcurrentHashMap<>());
  }

  private CoalescingResolver(
      Resolver source, Inbox.Maker inboxes, ConcurrentMap<QuestionKey, SharedLookup> underWay) {
    this.source = source;
    this.inboxes = inboxes;
    this.underWay = underWay;
  }

  /** One that leads by another source, and shares with the questions of this one. */
  public CoalescingResolver leadingBy(Resolver other) {
    return new CoalescingResolver(other, inboxes, underWay);
  }

  @Override
  public Answer resolve(Query query, Deadline deadline)
      throws ResolutionException, InterruptedException {
    QuestionKey key = query.key();
    SharedLookup mine = new SharedLookup(inboxes);
    mine.join(query.trace());
    while (true) {
      SharedLookup other = underWay.putIfAbsent(key, mine);
      if (other == null) {
        return lead(key, mine, query, deadline);
      }
      other.join(query.trace());
      query.trace().step(Step.UPSTREAM, false, "waits for the same question, asked already");
      Answer answer = other.await(deadline);
      if (answer != null) {
        return answer;
      }
    }
  }

  private Answer lead(QuestionKey key, SharedLookup lookup, Query query, Deadline deadline)
      throws ResolutionException, InterruptedException {
    Outcome outcome = new Outcome.Abandoned();
    try {
      Answer answer = source.resolve(query.tracedBy(lookup), deadline);
      outcome = new Outcome.Answered(answer);
      return answer;
    } catch (ResolutionException e) {
      outcome = new Outcome.Failed(e);
      throw e;
    } catch (RuntimeException e) {
      outcome = new Outcome.Failed(new ResolutionException(Failure.FAULT, "internal fault", e));
      throw e;
    } finally {
      underWay.remove(key, lookup);
      lookup.end(outcome);
    }
  }
}
