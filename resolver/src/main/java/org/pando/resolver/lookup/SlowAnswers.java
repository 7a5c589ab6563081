package org.pando.resolver.lookup;

import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.RegistryAnswers;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.StaleAnswer;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.WireAnswer;

/**
 * The slow lane's answers as bytes: the registry's, where a name had to be loaded from the store
 * first, else what resolving it gives. Blocks; called on virtual threads only.
 */
public final class SlowAnswers {
  private final RegistryAnswers registry;
  private final Resolver resolver;
  private final AnswerCache cache;

  /**
   * @param registry over a view of the registry that waits for names to be loaded
   */
  public SlowAnswers(RegistryAnswers registry, Resolver resolver, AnswerCache cache) {
    this.registry = registry;
    this.resolver = resolver;
    this.cache = cache;
  }

  /**
   * @throws ResolutionException when there is no answer
   * @throws InterruptedException when the caller lost interest
   */
  WireAnswer answer(Query query, Deadline deadline)
      throws ResolutionException, InterruptedException {
    WireAnswer own = registry.answer(query.key());
    if (own != null) {
      query.trace().step(Step.REGISTRY, true, "answered from the store");
      return own;
    }
    Answer answer = resolver.resolve(query, deadline);
    WireAnswer cached = cache.fresh(query.key());
    return cached != null ? cached : cache.encode(query, answer);
  }

  /**
   * What a question gets that cannot be looked up now: a stale answer if there is one. Any thread;
   * never blocks.
   *
   * @param refusal what it gets otherwise
   */
  WireAnswer without(Query query, WireAnswer refusal) {
    StaleAnswer stale = cache.stale(query);
    if (stale == null) {
      return refusal;
    }
    WireAnswer reply = stale.because("too many questions are under way");
    ServeStale.tell(query, reply);
    return reply;
  }
}
