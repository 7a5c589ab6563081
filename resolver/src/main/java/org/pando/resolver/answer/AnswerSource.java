package org.pando.resolver.answer;

import org.jspecify.annotations.Nullable;

/**
 * A source that answers at once: on the event loop that received the question, without blocking. To
 * add one, implement this and give it its place in the list that {@link FastLane} is made with.
 */
public interface AnswerSource {
  /** Which step of the ladder this source is. */
  Step step();

  /**
   * @return the answer, or null when this source has none and the next one is asked
   */
  @Nullable WireAnswer tryAnswer(WireQuestion question);

  /** Whether this source holds the answer and only takes longer than the fast lane allows. */
  default boolean answersLater(WireQuestion question) {
    return false;
  }
}
