package org.pando.registry.owner;

import org.pando.registry.witness.Witness;

/** Who decides the operations of a network. */
sealed interface Decider {
  /** This node. */
  record Here(Witness witness) implements Decider {}

  /** Another node. */
  record Elsewhere(org.pando.registry.record.Witness witness) implements Decider {}
}
