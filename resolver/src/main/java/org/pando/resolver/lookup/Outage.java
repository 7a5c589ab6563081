package org.pando.resolver.lookup;

import org.pando.resolver.answer.Query;

/** Whether it is known that nobody answers. Any thread; never blocks. */
@FunctionalInterface
public interface Outage {
  /** Whether none of those that a question would be sent to can be reached. */
  boolean isKnown(Query query);
}
