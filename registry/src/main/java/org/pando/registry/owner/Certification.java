package org.pando.registry.owner;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.policy.Decision;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.Certificate;
import org.pando.registry.record.Config;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.replica.Replica;
import org.pando.registry.store.VoteLog;
import org.pando.registry.witness.ClaimState;
import org.pando.registry.witness.Claimant.Result;
import org.pando.registry.witness.Submission;
import org.pando.registry.witness.WitnessPolicy;
import org.pando.registry.witness.WitnessReply;
import org.pando.registry.witness.WitnessReply.Code;
import org.pando.registry.witness.WitnessReply.Refused;
import org.pando.registry.witness.WitnessRequest;

/**
 * Has operations decided by the one witness of their network, this node or another. What was begun
 * is finished after a crash. Writer thread.
 */
final class Certification {
  private final Names names;
  private final Replica replica;
  private final Deciders deciders;
  private final Waiting waiting = new Waiting();
  private final Undertakings undertakings;

  Certification(Names names, Replica replica, Deciders deciders, VoteLog log, InstantSource clock) {
    this.names = names;
    this.replica = replica;
    this.deciders = deciders;
    this.undertakings = new Undertakings(replica, log, deciders, waiting, clock);
  }

  /** An operation, from what is known of its name. */
  @FunctionalInterface
  interface Operation {
    Progress run() throws RegistryException;
  }

  /**
   * Comes before every operation on a name. What cannot be decided is refused before a key is made
   * or asked for; what was left unfinished comes first, since the operation builds on it; and a
   * witness elsewhere is asked what it knows of the name.
   *
   * @param verb what is about to be done
   * @throws RegistryException of kind NO_KEY when the witness's key is missing, REFUSED when this
   *     node may not sign as the witness or the name is a key name, CONFLICT when another operation
   *     on the name is under way; later UNREACHABLE when the witness is elsewhere and away
   */
  Progress begin(Network network, String name, String verb, boolean dryRun, Operation operation)
      throws RegistryException {
    if (Names.isKeyName(name)) {
      throw Names.notForKeyNames(network, name, verb);
    }
    waiting.check(network, name);
    Decider decider = deciders.of(network);
    Optional<String> suspension =
        decider instanceof Decider.Here ? deciders.suspension() : Optional.empty();
    if (suspension.isPresent()) {
      throw new RegistryException(Kind.REFUSED, suspension.get());
    }
    ClaimState left = dryRun ? null : undertakings.interrupted(network, name);
    if (left != null) {
      return undertakings.resume(
          network, left, result -> afterwards(network, name, result, operation));
    }
    return switch (decider) {
      case Decider.Here here -> operation.run();
      case Decider.Elsewhere(var witness) ->
          waiting.ask(
              network,
              name,
              witness,
              new WitnessRequest.State(name),
              new Introduction(network, name, verb, operation));
    };
  }

  /** An operation goes on when the one before it is out of the way, whichever way that ended. */
  private Progress afterwards(Network network, String name, Result result, Operation operation)
      throws RegistryException {
    if (result instanceof Result.Declined(Refused refusal)
        && (refusal.code() == Code.NOT_SIGNING || refusal.code() == Code.BUSY)) {
      throw Refusals.declined(network, name, refusal, deciders.of(network));
    }
    return operation.run();
  }

  /** What a witness elsewhere knows of a name: the operation builds on that. */
  private final class Introduction implements Progress.Sequel {
    private final Network network;
    private final String name;
    private final String verb;
    private final Operation operation;

    Introduction(Network network, String name, String verb, Operation operation) {
      this.network = network;
      this.name = name;
      this.verb = verb;
      this.operation = operation;
    }

    @Override
    public Progress onReply(WitnessReply reply) throws RegistryException {
      if (reply instanceof WitnessReply.Known(var bundle, var open)) {
        if (bundle != null) {
          Decision _ = replica.apply(network, bundle);
        }
        return operation.run();
      }
      Refused refusal =
          reply instanceof Refused refused
              ? refused
              : Refused.of(Code.INVALID, "got a reply to another request");
      throw Refusals.declined(network, name, refusal, deciders.of(network));
    }

    @Override
    public Progress onSilence(Progress.Silence silence) throws RegistryException {
      throw Refusals.unreachable(network, name, verb, silence);
    }
  }

  /** Makes of a decided name what is said of it. */
  @FunctionalInterface
  interface Completion {
    Registrar.Outcome of(HumanBundle bundle);
  }

  /**
   * Has an operation decided and taken in.
   *
   * @param zone the first records of the tenure that it begins; null for none
   * @param dryRun only checks that it would be, as far as this node can tell
   * @param completion gets the name's bundle afterwards; with a dry run, its certificate is empty
   */
  Progress certify(
      Network network,
      SignedOp<? extends Op.NameOp> signed,
      @Nullable ZoneItem zone,
      boolean dryRun,
      Completion completion)
      throws RegistryException {
    SignedOp<Op.NameOp> op = new SignedOp<>(signed.op(), signed.signatures());
    HumanBundle current = current(network, op.op().name());
    Bytes known = current == null ? null : current.encode();
    Submission submission = new Submission(op, known, null, List.of(), null);
    Decider decider = deciders.of(network);
    Optional<Refused> refusal = refusal(network, decider, submission, current);
    if (refusal.isPresent()) {
      throw Refusals.declined(network, op.op().name(), refusal.get(), decider);
    }
    return dryRun
        ? new Progress.Done(completion.of(outlook(op, zone, current)))
        : undertakings.begin(
            network,
            new ClaimState(submission, zone),
            result -> ended(network, op.op(), result, completion));
  }

  private Optional<Refused> refusal(
      Network network, Decider decider, Submission submission, @Nullable HumanBundle current)
      throws RegistryException {
    return switch (decider) {
      case Decider.Here(var witness) -> witness.refusal(submission);
      case Decider.Elsewhere elsewhere -> {
        Config config = names.config(network);
        WitnessPolicy policy = new WitnessPolicy(network.id(), SignatureVerifier.PINNED);
        yield policy
            .refusal(submission, current, config, names.now())
            .or(() -> policy.withoutStamp(submission, config))
            .map(Refused::notAdmitted);
      }
    };
  }

  private Progress ended(Network network, Op.NameOp op, Result result, Completion completion)
      throws RegistryException {
    return switch (result) {
      case Result.Registered(HumanBundle bundle) ->
          new Progress.Done(completion.of(newest(network, bundle)));
      case Result.Overtaken(HumanBundle winner) -> throw Refusals.overtaken(network, op, winner);
      case Result.Declined(Refused refusal) ->
          throw Refusals.declined(network, op.name(), refusal, deciders.of(network));
    };
  }

  /** Other parts of the name may have changed while a witness was asked. */
  private HumanBundle newest(Network network, HumanBundle bundle) throws RegistryException {
    HumanBundle held = current(network, bundle.name());
    return held != null && held.tenure().equals(bundle.tenure()) ? held : bundle;
  }

  /**
   * Finishes the operations that a crash interrupted and that this node decides.
   *
   * @return what kept some of them from being finished; those that can still be are tried again at
   *     the next start
   */
  List<String> resume() throws RegistryException {
    List<String> problems = new ArrayList<>();
    for (Network network : replica.networks()) {
      for (String name : undertakings.unfinished(network)) {
        try {
          if (deciders.of(network) instanceof Decider.Here) {
            Optional<Progress> _ = finish(network, name);
          }
        } catch (RegistryException e) {
          problems.add(
              "the operation on "
                  + Names.full(network, name)
                  + " that was interrupted is not finished: "
                  + e.getMessage());
        }
      }
    }
    return problems;
  }

  /** As {@link Registrar#unfinished}. */
  List<String> unfinished(Network network) throws RegistryException {
    return undertakings.unfinished(network);
  }

  /** As {@link Registrar#finish}. */
  Optional<Progress> finish(Network network, String name) throws RegistryException {
    waiting.check(network, name);
    ClaimState left = undertakings.interrupted(network, name);
    if (left == null) {
      return Optional.empty();
    }
    Op.NameOp op = left.submission().op().op();
    Undertaking.Ending ending =
        result -> ended(network, op, result, bundle -> Registrar.Outcome.of(network, bundle));
    return Optional.of(undertakings.resume(network, left, ending));
  }

  /** What the name would be; the certificate is missing. */
  private static HumanBundle outlook(
      SignedOp<Op.NameOp> signed, @Nullable ZoneItem zone, @Nullable HumanBundle current) {
    Certificate none = new Certificate(0, 0, 0, List.of());
    return switch (signed.op()) {
      case Op.Renew renew when current != null ->
          current.withRenew(new CertItem<>(new SignedOp<>(renew, signed.signatures()), none));
      case Op.Renew renew -> throw new IllegalStateException("a renewal of nothing is refused");
      case Op.TenureOp begin ->
          new HumanBundle(
              begin.name(),
              new CertItem<>(new SignedOp<>(begin, signed.signatures()), none),
              null,
              zone,
              null);
    };
  }

  private @Nullable HumanBundle current(Network network, String name) throws RegistryException {
    return replica.get(network, name) instanceof HumanBundle human ? human : null;
  }
}
