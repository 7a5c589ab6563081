package org.pando.resolver.lookup;

import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;

/** Finds the answer to a question. Blocks; called on virtual threads only. */
@FunctionalInterface
public interface Resolver {
  /**
   * @throws ResolutionException when there is no answer
   * @throws InterruptedException when the caller lost interest
   */
  Answer resolve(Query query, Deadline deadline) throws ResolutionException, InterruptedException;
}
