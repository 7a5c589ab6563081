package org.pando.resolver.answer;

import org.jspecify.annotations.Nullable;

/** The answer cache as a source: fresh answers, and which look-ups failed a moment ago. */
public final class CachedAnswers implements AnswerSource {
  private final AnswerCache cache;

  public CachedAnswers(AnswerCache cache) {
    this.cache = cache;
  }

  @Override
  public Step step() {
    return Step.CACHE;
  }

  @Override
  public @Nullable WireAnswer tryAnswer(WireQuestion question) {
    WireAnswer answer = cache.fresh(question.key());
    return answer != null ? answer : cache.failed(question.key());
  }
}
