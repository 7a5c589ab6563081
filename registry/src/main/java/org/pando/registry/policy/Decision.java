package org.pando.registry.policy;

import org.pando.registry.record.Bundle;

/** What an incoming bundle does to a replica. */
public sealed interface Decision {
  /**
   * It is valid and new.
   *
   * @param joined what the replica holds from now on
   */
  record Changed(Bundle joined) implements Decision {}

  /** The replica holds all of it, or newer; whether it is valid was not asked. */
  record Unchanged() implements Decision {}

  /**
   * It cannot be taken.
   *
   * @param reason {@link Validity.Invalid} or {@link Validity.Unknown}
   */
  record Refused(Validity reason) implements Decision {
    /** Where, what, and the rule or the remedy. */
    public String text() {
      return switch (reason) {
        case Validity.Invalid invalid -> invalid.text();
        case Validity.Unknown unknown -> unknown.why();
        case Validity.Valid valid -> throw new IllegalStateException("refused, though valid");
      };
    }
  }
}
