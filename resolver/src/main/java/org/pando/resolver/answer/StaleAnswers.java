package org.pando.resolver.answer;

import org.jspecify.annotations.Nullable;

/**
 * Stale answers as a source: what the slow lane gave a moment ago because it found nothing better
 * is given again, until it is worth another try (RFC 8767 section 5). In an outage most answers
 * come from here.
 */
public final class StaleAnswers implements AnswerSource {
  private final AnswerCache cache;

  public StaleAnswers(AnswerCache cache) {
    this.cache = cache;
  }

  @Override
  public Step step() {
    return Step.STALE;
  }

  @Override
  public @Nullable WireAnswer tryAnswer(WireQuestion question) {
    return cache.paused(question.key());
  }

  @Override
  public String otherwise() {
    return "none given a moment ago";
  }
}
