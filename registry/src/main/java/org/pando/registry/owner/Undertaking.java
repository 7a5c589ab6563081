package org.pando.registry.owner;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.policy.Decision;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.replica.Replica;
import org.pando.registry.store.StoredClaim;
import org.pando.registry.store.VoteLog;
import org.pando.registry.witness.Claimant;
import org.pando.registry.witness.Claimant.Effect;
import org.pando.registry.witness.Claimant.Result;
import org.pando.registry.witness.WitnessReply;
import org.pando.registry.witness.WitnessReply.Code;

/**
 * An operation that is being decided: carries out what its claimant wants done. A witness here is
 * asked at once, so that all is over when the first call returns. Writer thread.
 */
final class Undertaking implements Progress.Sequel {
  private final Network network;
  private final Op.NameOp op;
  private final Decider decider;
  private final Claimant claimant;
  private final Ending ending;
  private final Tools tools;
  private final Deque<Effect> effects = new ArrayDeque<>();

  /** Whether a witness elsewhere may know of the operation. */
  private boolean mayBeKnown;

  private Effect.@Nullable Ask asked;

  /** What is decided, and by whom. */
  record Subject(Network network, Op.NameOp op, Decider decider) {}

  /** What an undertaking works with. */
  record Tools(Replica replica, VoteLog log, Waiting waiting, InstantSource clock) {}

  /** What comes after the decision. */
  @FunctionalInterface
  interface Ending {
    Progress after(Result result) throws RegistryException;
  }

  /**
   * @param claimant of the subject
   * @param resumed whether it was begun before
   */
  Undertaking(Subject subject, Claimant claimant, boolean resumed, Ending ending, Tools tools) {
    this.network = subject.network();
    this.op = subject.op();
    this.decider = subject.decider();
    this.claimant = claimant;
    this.mayBeKnown = resumed;
    this.ending = ending;
    this.tools = tools;
  }

  Progress start() throws RegistryException {
    effects.addAll(claimant.start(tools.clock().millis()));
    return goOn();
  }

  @Override
  public Progress onReply(WitnessReply reply) throws RegistryException {
    Effect.Ask answered = asked();
    mayBeKnown |= reply instanceof WitnessReply.Prepared;
    effects.addAll(claimant.onReply(answered, reply, tools.clock().millis()));
    return goOn();
  }

  @Override
  public Progress onSilence(Progress.Silence silence) throws RegistryException {
    String verb = Refusals.verb(op);
    if (mayBeKnown || silence.mayHaveHeard()) {
      throw Refusals.pending(network, op.name(), verb, silence);
    }
    tools.replica().forget(network, op.name());
    throw Refusals.unreachable(network, op.name(), verb, silence);
  }

  private Effect.Ask asked() {
    if (asked == null) {
      throw new IllegalStateException("nobody was asked");
    }
    return asked;
  }

  private Progress goOn() throws RegistryException {
    Optional<Result> result;
    try {
      result = advance();
    } catch (RegistryException e) {
      throw interrupted(e);
    }
    return result.isPresent() ? ending.after(result.get()) : ask(asked());
  }

  /** Everything up to the end, or to a question for a witness elsewhere. */
  private Optional<Result> advance() throws RegistryException {
    while (true) {
      switch (effects.remove()) {
        case Effect.Keep keep ->
            tools
                .replica()
                .keep(
                    network,
                    new StoredClaim(
                        op.name(), op.g(), keep.phase().number(), keep.state().encode()));
        case Effect.Ask ask -> {
          if (!(decider instanceof Decider.Here(var witness))) {
            asked = ask;
            return Optional.empty();
          }
          WitnessReply reply = witness.answer(network.id(), ask.request());
          effects.addAll(claimant.onReply(ask, reply, tools.clock().millis()));
        }
        case Effect.Wake wake ->
            throw new IllegalStateException("a network of one witness makes no claim wait");
        case Effect.End(Result result) -> {
          settle(result);
          return Optional.of(result);
        }
      }
    }
  }

  private Progress ask(Effect.Ask ask) {
    if (!(decider instanceof Decider.Elsewhere(var witness))) {
      throw new IllegalStateException("this node answers by itself");
    }
    return tools.waiting().ask(network, op.name(), witness, ask.request(), this);
  }

  /** What was decided is taken in here too; what was not, or is another's, is kept no longer. */
  private void settle(Result result) throws RegistryException {
    switch (result) {
      case Result.Registered(HumanBundle bundle) -> take(bundle);
      case Result.Overtaken(HumanBundle winner) -> {
        take(winner);
        tools.replica().forget(network, op.name());
      }
      case Result.Declined(WitnessReply.Refused refusal) -> {
        boolean later = refusal.code() == Code.NOT_SIGNING || refusal.code() == Code.BUSY;
        if (!later || !mayBeKnown) {
          tools.replica().forget(network, op.name());
        }
      }
    }
  }

  private void take(HumanBundle bundle) throws RegistryException {
    if (tools.replica().apply(network, bundle.encode()) instanceof Decision.Refused refused) {
      throw new IllegalStateException("what was certified is refused: " + refused.text());
    }
  }

  /**
   * A failure of the disk on the way. When no vote was cast nothing has happened; else the
   * operation is finished later.
   */
  private RegistryException interrupted(RegistryException failure) {
    try {
      if (!isBegun()) {
        tools.replica().forget(network, op.name());
        return failure;
      }
    } catch (RegistryException e) {
      failure.addSuppressed(e);
    }
    return new RegistryException(
        failure.kind(),
        failure.getMessage()
            + " The operation on "
            + Names.full(network, op.name())
            + " has begun; it is finished when the node starts again or the name is changed again.",
        failure);
  }

  private boolean isBegun() throws RegistryException {
    VoteLog.Instance instance =
        new VoteLog.Instance(network.id(), network.epoch(), op.name(), op.g());
    return switch (decider) {
      case Decider.Here here -> tools.log().vote(instance, 0, VoteLog.Phase.PREPARE) != null;
      case Decider.Elsewhere elsewhere -> asked != null || mayBeKnown;
    };
  }
}
