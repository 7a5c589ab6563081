package org.pando.registry.policy;

/**
 * What looking at a bundle from outside came to, on whatever thread that was, before the replica
 * takes it.
 */
public sealed interface Examination permits Verified, Examination.Decided {
  /**
   * There is nothing to take.
   *
   * @param decision {@link Decision.Unchanged} or {@link Decision.Refused}; it stays what it is
   *     whatever the replica holds by now
   */
  record Decided(Decision decision) implements Examination {}
}
