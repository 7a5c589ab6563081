package org.pando.resolver.exchange;

import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.xbill.DNS.Message;

/**
 * Asks others. What comes back matches the question but is otherwise untrusted. Blocks; called on
 * virtual threads only.
 */
@FunctionalInterface
public interface Exchange {
  /**
   * @return the reply, whatever its rcode
   * @throws ResolutionException when there is none in time
   * @throws InterruptedException when the caller lost interest: sockets are closed at once
   */
  Message exchange(Query query, Deadline deadline) throws ResolutionException, InterruptedException;
}
