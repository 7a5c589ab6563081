package org.pando.registry.witness;

import org.pando.registry.Bytes;
import org.pando.registry.record.Certificate;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;

/** What a witness can be asked in round 0 (section 9.2). */
public sealed interface WitnessRequest {
  /** Type 1: note that something came in. */
  record GiveReceipt(Bytes blind) implements WitnessRequest {}

  /** Type 2: vote for an operation. */
  record Submit(Submission submission) implements WitnessRequest {}

  /**
   * Type 3: commit to an operation that a quorum prepared.
   *
   * @param quorum the signatures of kind prepare
   */
  record Lock(SignedOp<Op.NameOp> op, Certificate quorum) implements WitnessRequest {}

  /** Type 7: take a bundle in. */
  record Adopt(Bytes bundle) implements WitnessRequest {}

  /** Type 8: say what is known of a name. */
  record State(String name) implements WitnessRequest {}
}
