package org.pando.registry.owner;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.Certificate;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.replica.Replica;
import org.pando.registry.rule.RecordException;
import org.pando.registry.store.StoredClaim;
import org.pando.registry.store.VoteLog;
import org.pando.registry.witness.AdmissionRule;
import org.pando.registry.witness.ClaimState;
import org.pando.registry.witness.Claimant;
import org.pando.registry.witness.Claimant.Effect;
import org.pando.registry.witness.Claimant.Result;
import org.pando.registry.witness.StampBudget;
import org.pando.registry.witness.Submission;
import org.pando.registry.witness.Witness;
import org.pando.registry.witness.WitnessReply;

/**
 * Has operations decided in a network whose only witness is this node: the claimant asks, the
 * witness answers, both in this process. What was begun is finished after a crash. Writer thread.
 */
final class Certification {
  private final Names names;
  private final Replica replica;
  private final OwnKeys keys;
  private final VoteLog log;
  private final InstantSource clock;
  private final Map<NetworkId, StampBudget> stamps = new HashMap<>();

  Certification(Names names, Replica replica, OwnKeys keys, VoteLog log, InstantSource clock) {
    this.names = names;
    this.replica = replica;
    this.keys = keys;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Comes before every operation on a name. What cannot be decided here is refused before a key is
   * made or asked for; and what was left unfinished comes first, since the operation builds on it.
   *
   * @param operation what is about to be done, as a verb
   * @throws RegistryException of kind NO_KEY when this node is not the witness, REFUSED when it may
   *     not sign or the name is a key name
   */
  void begin(Network network, String name, String operation, boolean dryRun)
      throws RegistryException {
    if (Names.isKeyName(name)) {
      throw Names.notForKeyNames(network, name, operation);
    }
    Witness _ = witness(network);
    Optional<String> suspension = log.suspension();
    if (suspension.isPresent()) {
      throw new RegistryException(Kind.REFUSED, suspension.get());
    }
    if (dryRun) {
      return;
    }
    for (StoredClaim claim : replica.unfinished(network)) {
      if (claim.name().equals(name)) {
        finish(network, claim);
      }
    }
  }

  /**
   * Has an operation decided and taken in.
   *
   * @param zone the first records of the tenure that it begins; null for none
   * @param dryRun only checks that it would be
   * @return the name's bundle afterwards; with a dry run, its certificate is empty
   */
  HumanBundle certify(
      Network network,
      SignedOp<? extends Op.NameOp> signed,
      @Nullable ZoneItem zone,
      boolean dryRun)
      throws RegistryException {
    SignedOp<Op.NameOp> op = new SignedOp<>(signed.op(), signed.signatures());
    HumanBundle current = current(network, op.op().name());
    Bytes known = current == null ? null : current.encode();
    Submission submission = new Submission(op, known, null, List.of(), null);
    Witness witness = witness(network);
    Optional<WitnessReply.Refused> refusal = witness.refusal(submission);
    if (refusal.isPresent()) {
      throw declined(network, op.op().name(), refusal.get());
    }
    return dryRun
        ? outlook(op, zone, current)
        : decide(network, witness, new ClaimState(submission, zone), current);
  }

  private HumanBundle decide(
      Network network, Witness witness, ClaimState state, @Nullable HumanBundle current)
      throws RegistryException {
    Op.NameOp op = state.submission().op().op();
    Result result;
    try {
      result = drive(network, witness, state, current);
    } catch (RegistryException e) {
      throw interrupted(network, state, e);
    }
    return switch (result) {
      case Result.Registered(HumanBundle bundle) -> bundle;
      case Result.Overtaken overtaken ->
          throw new RegistryException(
              Kind.CONFLICT,
              Names.full(network, op.name())
                  + ": another operation was decided first; look at it with: pando show "
                  + op.name());
      case Result.Declined(WitnessReply.Refused refusal) -> {
        replica.forget(network, op.name());
        throw declined(network, op.name(), refusal);
      }
    };
  }

  /** Claimant and witness in turns, until it is over. */
  private Result drive(
      Network network, Witness witness, ClaimState state, @Nullable HumanBundle current)
      throws RegistryException {
    Op.NameOp op = state.submission().op().op();
    Claimant claimant =
        new Claimant(replica.rules(network), SignatureVerifier.PINNED, state, current);
    Deque<Effect> effects = new ArrayDeque<>(claimant.start(clock.millis()));
    while (true) {
      switch (effects.remove()) {
        case Effect.Keep keep ->
            replica.keep(
                network,
                new StoredClaim(op.name(), op.g(), keep.phase().number(), keep.state().encode()));
        case Effect.Ask ask ->
            effects.addAll(
                claimant.onReply(ask, witness.answer(network.id(), ask.request()), clock.millis()));
        case Effect.Wake wake ->
            throw new IllegalStateException("a network of one witness makes no claim wait");
        case Effect.End(Result result) -> {
          return result;
        }
      }
    }
  }

  /**
   * A failure of the disk on the way. When no vote was cast nothing has happened; else the
   * operation is finished later.
   */
  private RegistryException interrupted(
      Network network, ClaimState state, RegistryException failure) {
    Op.NameOp op = state.submission().op().op();
    try {
      VoteLog.Instance instance =
          new VoteLog.Instance(network.id(), network.epoch(), op.name(), op.g());
      if (log.vote(instance, 0, VoteLog.Phase.PREPARE) == null) {
        replica.forget(network, op.name());
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

  /**
   * Finishes the operations that a crash interrupted.
   *
   * @return what kept some of them from being finished; they are tried again at the next start
   */
  List<String> resume() throws RegistryException {
    List<String> problems = new ArrayList<>();
    for (Network network : replica.networks()) {
      for (StoredClaim claim : replica.unfinished(network)) {
        try {
          finish(network, claim);
        } catch (RegistryException e) {
          problems.add(
              "the operation on "
                  + Names.full(network, claim.name())
                  + " that was interrupted is not finished: "
                  + e.getMessage());
        }
      }
    }
    return problems;
  }

  private void finish(Network network, StoredClaim claim) throws RegistryException {
    ClaimState state = state(network, claim);
    switch (drive(network, witness(network), state, current(network, claim.name()))) {
      case Result.Registered registered -> {}
      case Result.Overtaken overtaken -> replica.forget(network, claim.name());
      case Result.Declined(WitnessReply.Refused refusal) -> {
        if (refusal.code() == WitnessReply.Code.NOT_SIGNING) {
          throw declined(network, claim.name(), refusal);
        }
        replica.forget(network, claim.name());
      }
    }
  }

  private static ClaimState state(Network network, StoredClaim claim) throws RegistryException {
    try {
      return ClaimState.decode(claim.state());
    } catch (RecordException e) {
      throw new RegistryException(
          Kind.STORE,
          "registry.db: the unfinished operation on "
              + Names.full(network, claim.name())
              + " is damaged ("
              + e.getMessage()
              + "); restore a backup",
          e);
    }
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

  private static RegistryException declined(
      Network network, String name, WitnessReply.Refused refusal) {
    String full = Names.full(network, name);
    return switch (refusal.code()) {
      case NOT_ADMITTED ->
          new RegistryException(
              refusal.rule() == AdmissionRule.A4 ? Kind.TAKEN : Kind.REFUSED,
              full + " " + refusal.text());
      case NOT_SIGNING -> new RegistryException(Kind.REFUSED, full + ": " + refusal.text());
      case BUSY -> new RegistryException(Kind.REFUSED, full + " " + refusal.text());
      case DECIDED, BEHIND, INVALID, ROUND ->
          new RegistryException(
              Kind.CONFLICT, full + " " + refusal.text() + "; repeat the command");
    };
  }

  private Witness witness(Network network) throws RegistryException {
    StampBudget budget = stamps.computeIfAbsent(network.id(), id -> new StampBudget());
    return new Witness(
        network,
        keys.witnessOf(network, names.config(network)),
        new Witness.Surroundings(replica, log, SignatureVerifier.PINNED, budget, clock));
  }

  private @Nullable HumanBundle current(Network network, String name) throws RegistryException {
    return replica.get(network, name) instanceof HumanBundle human ? human : null;
  }
}
