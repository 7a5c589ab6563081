package org.pando.resolver.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first steps of the ladder: what this node can answer at once. Any thread; never blocks. */
public final class FastLane {
  private final AnswerSource[] sources;

  /**
   * @param sources in the order in which they are asked
   */
  public FastLane(List<AnswerSource> sources) {
    this.sources = sources.toArray(AnswerSource[]::new);
  }

  /**
   * Asks one source after the other.
   *
   * @param trace hears what each source said
   * @return the first answer, or null when the question needs the slow lane
   */
  public @Nullable WireAnswer tryAnswer(WireQuestion question, Trace trace) {
    for (AnswerSource source : sources) {
      WireAnswer answer = source.tryAnswer(question);
      if (answer == AnswerSource.SLOW_LANE) {
        return null; // which follows the alias, and tells so
      }
      trace.step(source.step(), answer != null, answer != null ? "answered" : source.otherwise());
      if (answer != null) {
        return answer;
      }
    }
    return null;
  }

  /** Whether this node holds the answer itself, and the slow lane gets at it. */
  public boolean answersLater(WireQuestion question) {
    for (AnswerSource source : sources) {
      if (source.answersLater(question)) {
        return true;
      }
    }
    return false;
  }
}
