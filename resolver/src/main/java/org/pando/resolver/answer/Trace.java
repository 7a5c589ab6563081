package org.pando.resolver.answer;

/** Hears what happens to one question, step by step. Called from several threads at once. */
@FunctionalInterface
public interface Trace {
  /** Hears nothing. */
  Trace NONE = (step, answered, detail) -> {};

  /**
   * @param answered whether it gave the answer
   * @param detail what the step found or did, for people
   */
  void step(Step step, boolean answered, String detail);
}
