package org.pando.resolver.lookup;

import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Step;

/**
 * Asks the cache once more, since another question may have filled it, and fills it: with answers,
 * and with failures so that a question that fails is not looked up again and again (RFC 9520).
 */
public final class CachingResolver implements Resolver {
  private final AnswerCache cache;
  private final Resolver source;

  public CachingResolver(AnswerCache cache, Resolver source) {
    this.cache = cache;
    this.source = source;
  }

  @Override
  public Answer resolve(Query query, Deadline deadline)
      throws ResolutionException, InterruptedException {
    Answer cached = cache.find(query);
    if (cached != null) {
      query.trace().step(Step.CACHE, true, "answered");
      return cached;
    }
    return refresh(query, deadline);
  }

  /** Looks up whatever the cache holds, and fills it. */
  public Answer refresh(Query query, Deadline deadline)
      throws ResolutionException, InterruptedException {
    try {
      Answer answer = source.resolve(query, deadline);
      cache.put(query, answer);
      return answer;
    } catch (ResolutionException e) {
      cache.putFailure(query, e);
      throw e;
    }
  }
}
