package org.pando.resolver.answer;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Rcode;

/**
 * A source that answers at once: on the event loop that received the question, without blocking. To
 * add one, implement this and give it its place in the list that {@link FastLane} is made with.
 */
public interface AnswerSource {
  /**
   * Stands for an answer that the slow lane has to finish: the name is this source's, and none of
   * those behind it may answer.
   */
  WireAnswer SLOW_LANE = WireAnswer.error(Rcode.SERVFAIL, null);

  /** Which step of the ladder this source is. */
  Step step();

  /**
   * @return the answer, {@link #SLOW_LANE}, or null when this source has none and the next one is
   *     asked
   */
  @Nullable WireAnswer tryAnswer(WireQuestion question);

  /** What a trace says when it has no answer. */
  default String otherwise() {
    return "no";
  }

  /** Whether this source holds the answer and only takes longer than the fast lane allows. */
  default boolean answersLater(WireQuestion question) {
    return false;
  }
}
