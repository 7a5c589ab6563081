package org.pando.resolver.server;

import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.Trace;

/**
 * Remembers which step answered one question: an event loop has one for all of its questions, a
 * question on the slow lane one of its own.
 */
final class AnsweringStep implements Trace {
  private volatile @Nullable Step answered;

  @Override
  public void step(Step step, boolean answers, String detail) {
    if (answers) {
      answered = step;
    }
  }

  /** The last one that answered, or null. */
  @Nullable Step get() {
    return answered;
  }
}
