package org.pando.resolver.lookup;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Inbox;
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
  private final Inbox.Maker inboxes;
  private final List<Inbox<Outcome>> waiting = new ArrayList<>();
  private @Nullable Outcome outcome;

  SharedLookup(Inbox.Maker inboxes) {
    this.inboxes = inboxes;
  }

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
    List<Inbox<Outcome>> told;
    synchronized (this) {
      outcome = how;
      told = List.copyOf(waiting);
    }
    told.forEach(inbox -> inbox.put(how));
  }

  /**
   * Waits for the end, at most as long as the waiting question has time.
   *
   * @return the answer, or null when the look-up was abandoned
   */
  @Nullable Answer await(Deadline deadline) throws ResolutionException, InterruptedException {
    Inbox<Outcome> inbox = inboxes.make();
    Outcome ended = enter(inbox);
    if (ended == null) {
      ended = inbox.poll(deadline.left());
    }
    return switch (ended) {
      case Outcome.Answered(Answer answer) -> answer;
      case Outcome.Failed(ResolutionException failure) -> throw failure;
      case Outcome.Abandoned() -> null;
      case null ->
          throw new ResolutionException(
              Failure.TIMEOUT, "the look-up under way did not end in time");
    };
  }

  private synchronized @Nullable Outcome enter(Inbox<Outcome> inbox) {
    if (outcome == null) {
      waiting.add(inbox);
    }
    return outcome;
  }
}
