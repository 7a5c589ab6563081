package org.pando.resolver.answer;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The answer cache as a source: fresh answers, and which look-ups failed a moment ago. */
public final class CachedAnswers implements AnswerSource {
  private final AnswerCache cache;
  private final Consumer<Query> hot;

  /**
   * @param hot hears a question when it is asked often and its answer is nearly over, once; called
   *     on event loops
   */
  public CachedAnswers(AnswerCache cache, Consumer<Query> hot) {
    this.cache = cache;
    this.hot = hot;
  }

  @Override
  public Step step() {
    return Step.CACHE;
  }

  @Override
  public @Nullable WireAnswer tryAnswer(WireQuestion question) {
    WireAnswer answer = cache.fresh(question, hot);
    return answer != null ? answer : cache.failed(question.key());
  }
}
