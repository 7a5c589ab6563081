package org.pando.resolver.lookup;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.Trace;

/**
 * A look-up under way that several questions wait for. Led by the thread that made it, awaited by
 * any; its steps are told to all of them.
 */
final class SharedLookup implements Trace {
  /** How a look-up ended. */
  sealed interface Outcome {
    record Answered(Answer answer) implements Outcome {}

    record Failed(ResolutionException failure) implements Outcome {}

    /** Its leader lost interest; whoever still wants the answer starts anew. */
    record Abandoned() implements Outcome {}
  }

  private final Queue<Trace> traces = new ConcurrentLinkedQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Outcome outcome = new Outcome.Abandoned();

  /** Has a question hear the steps from now on. */
  void join(Trace trace) {
    if (!trace.equals(NONE)) {
      traces.add(trace);
    }
  }

  @Override
  public void step(Step step, boolean answered, String detail) {
    traces.forEach(trace -> trace.step(step, answered, detail));
  }

  /** Tells everybody how it ended; once, by the leader. */
  void end(Outcome how) {
    outcome = how;
    ended.countDown();
  }

  /**
   * Waits for the end, at most as long as the waiting question has time.
   *
   * @return the answer, or null when the look-up was abandoned
   */
  @Nullable Answer await(Deadline deadline) throws ResolutionException, InterruptedException {
    if (!ended.await(deadline.left(), TimeUnit.NANOSECONDS)) {
      throw new ResolutionException(Failure.TIMEOUT, "the look-up under way did not end in time");
    }
    return switch (outcome) {
      case Outcome.Answered(Answer answer) -> answer;
      case Outcome.Failed(ResolutionException failure) -> throw failure;
      case Outcome.Abandoned() -> null;
    };
  }
}
