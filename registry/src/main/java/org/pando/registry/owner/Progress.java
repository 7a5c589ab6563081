package org.pando.registry.owner;

import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.record.Witness;
import org.pando.registry.witness.WitnessReply;
import org.pando.registry.witness.WitnessRequest;

/** What an operation on a name has come to. Belongs to the writer thread. */
public sealed interface Progress {
  /** It is over. */
  record Done(Registrar.Outcome outcome) implements Progress {}

  /**
   * A witness elsewhere has to be asked, which takes its time: the writer thread does other work
   * meanwhile. Then it goes on there with one of the two calls of the sequel, once.
   */
  record Asks(Network network, Witness witness, WitnessRequest request, Sequel sequel)
      implements Progress {}

  /** How an operation goes on; throws what the operation may throw. */
  interface Sequel {
    Progress onReply(WitnessReply reply) throws RegistryException;

    /** No reply came. */
    Progress onSilence(Silence silence) throws RegistryException;
  }

  /**
   * Why a witness has not replied.
   *
   * @param witness how people call it: its label and its id
   * @param reason what went wrong
   * @param mayHaveHeard false when the request has certainly not reached it
   */
  record Silence(String witness, String reason, boolean mayHaveHeard) {}
}
