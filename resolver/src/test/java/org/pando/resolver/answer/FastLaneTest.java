package org.pando.resolver.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FastLaneTest {
  private static final WireAnswer ANSWER = WireAnswer.error(0, null);

  private final List<String> asked = new ArrayList<>();

  private AnswerSource source(Step step, @Nullable WireAnswer answer) {
    return new AnswerSource() {
      @Override
      public Step step() {
        return step;
      }

      @Override
      public @Nullable WireAnswer tryAnswer(WireQuestion question) {
        asked.add(step.text());
        return answer;
      }
    };
  }

  private @Nullable WireAnswer ask(AnswerSource... sources) {
    return new FastLane(List.of(sources)).tryAnswer(new WireQuestion(), Trace.NONE);
  }

  @Test
  void theFirstAnswerCounts() {
    WireAnswer other = WireAnswer.error(0, null);
    assertSame(
        ANSWER,
        ask(source(Step.LOCAL, null), source(Step.REGISTRY, ANSWER), source(Step.CACHE, other)));
    assertEquals(List.of("local names", "registry"), asked);
  }

  /** What was cached of a name before it became an alias of ours is no answer any more. */
  @Test
  void whatTheSlowLaneHasToFinishIsAnsweredByNobodyElse() {
    assertNull(ask(source(Step.LOCAL, AnswerSource.SLOW_LANE), source(Step.CACHE, ANSWER)));
    assertEquals(List.of("local names"), asked);
  }
}
