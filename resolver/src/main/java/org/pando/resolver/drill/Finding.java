package org.pando.resolver.drill;

/** What became of one question in one of the two ways in which it is asked. */
sealed interface Finding {
  /** A computer that asks the impaired operator only. */
  record Alone(boolean answered) implements Finding {}

  /**
   * This node, with an answer.
   *
   * @param by an operator, or the cache
   * @param nanos until it was there
   */
  record Answered(String by, long nanos) implements Finding {}

  /** This node, without one. */
  record Unanswered(DrillResult.Failed failed) implements Finding {}
}
