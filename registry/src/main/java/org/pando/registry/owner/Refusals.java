package org.pando.registry.owner;

import org.pando.registry.NameState;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.witness.AdmissionRule;
import org.pando.registry.witness.WitnessReply;

/** What is said of operations that were not carried out. */
final class Refusals {
  private Refusals() {}

  /** An operation as a verb. */
  static String verb(Op.NameOp op) {
    return switch (op) {
      case Op.Claim claim -> "claim";
      case Op.Renew renew -> "renew";
      case Op.Transfer transfer -> "transfer";
      case Op.Release release -> "release";
    };
  }

  /** The witness refused. */
  static RegistryException declined(
      Network network, String name, WitnessReply.Refused refusal, Decider decider) {
    String full = Names.full(network, name);
    return switch (refusal.code()) {
      case NOT_ADMITTED ->
          new RegistryException(
              refusal.rule() == AdmissionRule.A4 ? Kind.TAKEN : Kind.REFUSED,
              full + " " + refusal.text());
      case NOT_SIGNING ->
          new RegistryException(
              Kind.REFUSED,
              switch (decider) {
                case Decider.Here here -> full + ": " + refusal.text();
                case Decider.Elsewhere(var witness) ->
                    full
                        + ": nobody decides it now, because "
                        + witness.label()
                        + " was moved or restored and may have forgotten what it signed; whoever"
                        + " runs that node puts it right with: pando network witness resume";
              });
      case BUSY, WAIT, SEALED ->
          new RegistryException(Kind.REFUSED, full + " " + refusal.text() + "; repeat it later");
      case DECIDED, BEHIND, INVALID, ROUND ->
          new RegistryException(
              Kind.CONFLICT, full + " " + refusal.text() + "; repeat the command");
    };
  }

  /** Another operation was decided in its place. */
  static RegistryException overtaken(Network network, Op.NameOp op, HumanBundle winner) {
    String full = Names.full(network, op.name());
    boolean taken = op instanceof Op.Claim && winner.state() != NameState.VACANT;
    return new RegistryException(
        taken ? Kind.TAKEN : Kind.CONFLICT,
        full
            + (taken
                ? ": somebody else's claim was decided first; see: pando show "
                : ": another operation was decided first; look at it with: pando show ")
            + op.name());
  }

  /** Nothing has happened, because the witness cannot be asked. */
  static RegistryException unreachable(
      Network network, String name, String verb, Progress.Silence silence) {
    return new RegistryException(
        Kind.UNREACHABLE,
        "cannot "
            + verb
            + " "
            + Names.full(network, name)
            + ": "
            + silence.witness()
            + ", which decides names of "
            + network.suffixText()
            + ", cannot be asked: "
            + silence.reason()
            + "; start that node or connect to it, then repeat the command."
            + (verb.equals("claim")
                ? " The name of a key needs nobody: pando register --key-name"
                : ""));
  }

  /** The witness was asked, and may have decided. */
  static RegistryException pending(
      Network network, String name, String verb, Progress.Silence silence) {
    return new RegistryException(
        Kind.PENDING,
        silence.witness()
            + " was asked to "
            + verb
            + " "
            + Names.full(network, name)
            + ", and has not confirmed it: "
            + silence.reason()
            + ". This node asks again by itself until it has an answer; see: pando show "
            + name);
  }
}
