package org.pando.registry.witness;

import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.policy.Decision;
import org.pando.registry.policy.NetworkRules;
import org.pando.registry.policy.QuorumRules;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.Certificate;
import org.pando.registry.record.Config;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Vote;
import org.pando.registry.replica.Replica;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.RecordException;
import org.pando.registry.store.VoteLog;
import org.pando.registry.store.VoteLog.Instance;
import org.pando.registry.store.VoteLog.Phase;
import org.pando.registry.store.VoteLog.Slot;
import org.pando.registry.witness.WitnessReply.Code;
import org.pando.registry.witness.WitnessReply.Refused;

/**
 * One witness of one network (section 9.3): a state machine whose state is the vote log and the
 * replica. Whatever it signs is in the log before the answer leaves. Belongs to the writer thread.
 */
public final class Witness {
  private static final Refused TOO_MANY =
      Refused.of(Code.BUSY, "cannot be decided now: too many claims this hour");

  private final Network network;
  private final Replica replica;
  private final VoteLog log;
  private final SigningKey key;
  private final WitnessPolicy policy;
  private final QuorumRules quorums;
  private final HourlyBudget stamps;
  private final @Nullable HourlyBudget instances;
  private final InstantSource clock;

  /**
   * Where a witness finds what it works with.
   *
   * @param stamps how many proofs of work it looks at: bad ones would cost it more than they cost
   *     their sender
   * @param instances how many operations are begun; null for as many as are asked for
   */
  public record Surroundings(
      Replica replica,
      VoteLog log,
      SignatureVerifier verifier,
      HourlyBudget stamps,
      @Nullable HourlyBudget instances,
      InstantSource clock) {}

  /**
   * @param key the witness's own
   */
  public Witness(Network network, SigningKey key, Surroundings around) {
    this.network = network;
    this.key = key;
    this.replica = around.replica();
    this.log = around.log();
    this.policy = new WitnessPolicy(network.id(), around.verifier());
    this.quorums = new QuorumRules(network.id(), around.verifier());
    this.stamps = around.stamps();
    this.instances = around.instances();
    this.clock = around.clock();
  }

  /**
   * Answers a request; a repeated one gets the same answer.
   *
   * @param of the network that the request is about
   * @throws RegistryException of kind STORE when the answer could not be kept: then there is none
   */
  public WitnessReply answer(NetworkId of, WitnessRequest request) throws RegistryException {
    if (!of.equals(network.id())) {
      return Refused.of(Code.INVALID, "is in another network");
    }
    return switch (request) {
      case WitnessRequest.GiveReceipt(Bytes blind) -> receipt(blind);
      case WitnessRequest.Submit(Submission submission) -> submit(submission);
      case WitnessRequest.Lock(SignedOp<Op.NameOp> op, Certificate quorum) -> lock(op, quorum);
      case WitnessRequest.Adopt(Bytes bundle) -> adopt(bundle);
      case WitnessRequest.State(String name) -> state(name);
    };
  }

  /**
   * Whether a submission would be voted for now; changes nothing.
   *
   * @return why not, or nothing
   */
  public Optional<Refused> refusal(Submission submission) throws RegistryException {
    HumanBundle held = held(submission.op().op().name());
    Optional<Refused> misplaced = misplaced(submission.op(), held);
    return misplaced.isPresent() ? misplaced : notAdmitted(submission, held);
  }

  private WitnessReply receipt(Bytes blind) throws RegistryException {
    Optional<String> suspension = log.suspension();
    if (suspension.isPresent()) {
      return Refused.of(Code.NOT_SIGNING, suspension.get());
    }
    ReceiptPayload payload = new ReceiptPayload(epoch(), blind, now());
    return new WitnessReply.Received(
        payload.epoch(),
        payload.time(),
        key.sign(SignedKind.RECEIPT, network.id(), payload.encode()));
  }

  /** Rule R1. */
  private WitnessReply submit(Submission submission) throws RegistryException {
    SignedOp<Op.NameOp> op = submission.op();
    catchUp(submission);
    HumanBundle held = held(op.op().name());
    Optional<Refused> misplaced = misplaced(op, held);
    if (misplaced.isPresent()) {
      return misplaced.get();
    }
    Instance instance = instance(op);
    Slot slot = slot(instance);
    Bytes cast = log.vote(instance, 0, Phase.PREPARE);
    WitnessReply.Prepared prepared = cast == null ? null : prepared(cast);
    if (prepared != null && prepared.op().equals(op)) {
      return prepared;
    }
    if (prepared == null && instances != null && instances.isSpent(now())) {
      return TOO_MANY;
    }
    Optional<Refused> refusal = notAdmitted(submission, held);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Slot next = new Slot(slot.g(), slot.round(), slot.lock(), best(slot, submission, held));
    if (prepared == null && slot.round() == 0) {
      Vote vote = Vote.on(op, epoch(), 0, network.id());
      prepared = new WitnessReply.Prepared(op, vote.sign(SignedKind.PREPARE, key, network.id()));
      log.cast(instance, next, 0, Phase.PREPARE, prepared.encode());
      boolean _ = instances == null || instances.take(now());
    } else if (!next.equals(slot)) {
      log.save(instance, next);
    }
    return prepared == null ? laterRound(slot) : prepared;
  }

  /** Takes the newer bundle that a submission brings along. */
  private void catchUp(Submission submission) throws RegistryException {
    Bytes current = submission.current();
    HumanBundle held = held(submission.op().op().name());
    if (current != null && submission.op().op().g() > newest(held) + 1) {
      Decision _ = replica.apply(network, current);
    }
  }

  private Optional<Refused> notAdmitted(Submission submission, @Nullable HumanBundle held) {
    Optional<WitnessPolicy.Refusal> refusal = policy.refusal(submission, held, config(), now());
    if (refusal.isEmpty() && WitnessPolicy.stampBits(submission.op().op(), config().terms()) > 0) {
      if (!stamps.take(now())) {
        return Optional.of(TOO_MANY);
      }
      refusal = policy.withoutStamp(submission, config());
    }
    return refusal.map(Refused::notAdmitted);
  }

  /** The better one of the submissions seen so far. */
  private Bytes best(Slot slot, Submission submission, @Nullable HumanBundle held)
      throws RegistryException {
    Bytes known = slot.best();
    if (known == null) {
      return submission.encode();
    }
    Rank before = Rank.of(submission(known), held, config(), network.id());
    Rank after = Rank.of(submission, held, config(), network.id());
    return after.compareTo(before) < 0 ? submission.encode() : known;
  }

  /** Rule R2. */
  private WitnessReply lock(SignedOp<Op.NameOp> op, Certificate quorum) throws RegistryException {
    Optional<Refused> misplaced = misplaced(op, held(op.op().name()));
    if (misplaced.isPresent()) {
      return misplaced.get();
    }
    if (quorum.epoch() != epoch()) {
      return Refused.of(Code.INVALID, "was prepared in another epoch");
    }
    try {
      quorums.check(SignedKind.PREPARE, op, quorum, config());
    } catch (InvalidException e) {
      return Refused.of(Code.INVALID, "was not prepared by a quorum: " + e.getMessage());
    }
    Instance instance = instance(op);
    Slot slot = slot(instance);
    Bytes cast = log.vote(instance, quorum.round(), Phase.COMMIT);
    Vote vote = quorum.voteOn(op, op.opHash(network.id()));
    if (cast != null) {
      WitnessReply.Committed committed = committed(cast);
      return committed.vote().equals(vote) ? committed : laterRound(slot);
    }
    if (quorum.round() < slot.round()) {
      return laterRound(slot);
    }
    WitnessReply.Committed committed =
        new WitnessReply.Committed(vote, vote.sign(SignedKind.COMMIT, key, network.id()));
    Slot locked =
        new Slot(slot.g(), quorum.round(), new LockedOp(op, quorum).encode(), slot.best());
    log.cast(instance, locked, quorum.round(), Phase.COMMIT, committed.encode());
    return committed;
  }

  private WitnessReply adopt(Bytes bytes) throws RegistryException {
    Decision decision = replica.apply(network, bytes);
    if (decision instanceof Decision.Refused refused) {
      return Refused.of(Code.INVALID, "would not be valid: " + refused.text());
    }
    String name = decoded(bytes).key();
    HumanBundle held = held(name);
    Slot slot = log.slot(network.id(), epoch(), name);
    if (held != null && slot != null && slot.g() <= newest(held)) {
      log.decided(new Instance(network.id(), epoch(), name, newest(held)));
    }
    return new WitnessReply.Adopted();
  }

  private WitnessReply state(String name) throws RegistryException {
    HumanBundle held = held(name);
    Slot slot = log.slot(network.id(), epoch(), name);
    WitnessReply.Open open = slot == null || slot.g() <= newest(held) ? null : open(slot);
    return new WitnessReply.Known(held == null ? null : held.encode(), open);
  }

  private WitnessReply.Open open(Slot slot) throws RegistryException {
    Bytes kept = slot.lock();
    if (kept == null) {
      return new WitnessReply.Open(epoch(), slot.g(), slot.round(), -1, null);
    }
    LockedOp lock = locked(kept);
    return new WitnessReply.Open(
        epoch(), slot.g(), slot.round(), lock.quorum().round(), lock.op().opHash(network.id()));
  }

  /** What holds before every vote: the number is the next one, and nothing is forgotten. */
  private Optional<Refused> misplaced(SignedOp<Op.NameOp> op, @Nullable HumanBundle held)
      throws RegistryException {
    checkTogether(op.op().name(), held);
    Optional<String> suspension = log.suspension();
    if (suspension.isPresent()) {
      return Optional.of(Refused.of(Code.NOT_SIGNING, suspension.get()));
    }
    long next = newest(held) + 1;
    if (op.op().g() < next) {
      return Optional.of(
          Refused.showing(Code.DECIDED, "has changed since this operation was signed", held));
    }
    return op.op().g() > next
        ? Optional.of(Refused.showing(Code.BEHIND, "is not known that far to this witness", held))
        : Optional.empty();
  }

  /**
   * Rule R8, for one name: a vote beyond the next operation means that the registry is older than
   * the log; a certificate of ours, newer than every vote, that the log is older than the registry.
   */
  private void checkTogether(String name, @Nullable HumanBundle held) throws RegistryException {
    long voted = log.newestVote(network.id(), name);
    boolean registryIsOlder = voted > newest(held) + 1;
    boolean logIsOlder = held != null && voted >= 0 && voted < newest(held) && isOurs(held);
    if (registryIsOlder || logIsOlder) {
      log.suspend();
    }
  }

  private boolean isOurs(HumanBundle held) {
    Certificate certificate = held.newest().certificate();
    int index = index(key.publicKey());
    return certificate.epoch() == epoch()
        && index >= 0
        && ((certificate.bitmap() >> index) & 1) == 1;
  }

  private int index(PublicKey witness) {
    for (int i = 0; i < config().witnesses().size(); i++) {
      if (config().witnesses().get(i).key().equals(witness)) {
        return i;
      }
    }
    return -1;
  }

  private Instance instance(SignedOp<Op.NameOp> op) {
    return new Instance(network.id(), epoch(), op.op().name(), op.op().g());
  }

  /** The open instance; one of an earlier number was decided elsewhere. */
  private Slot slot(Instance instance) throws RegistryException {
    Slot slot = log.slot(network.id(), instance.epoch(), instance.name());
    return slot != null && slot.g() == instance.g() ? slot : new Slot(instance.g(), 0, null, null);
  }

  private static Refused laterRound(Slot slot) {
    return new Refused(
        Code.ROUND, "is being decided in round " + slot.round(), null, null, slot.round());
  }

  private static long newest(@Nullable HumanBundle held) {
    return held == null ? -1 : held.newest().op().g();
  }

  private @Nullable HumanBundle held(String name) throws RegistryException {
    return replica.get(network, name) instanceof HumanBundle human ? human : null;
  }

  private Config config() {
    NetworkRules rules = replica.rules(network);
    return rules.configs().get(rules.epoch());
  }

  private long epoch() {
    return replica.rules(network).epoch();
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private static WitnessReply.Prepared prepared(Bytes kept) throws RegistryException {
    return kept(kept, WitnessReply.Prepared::decode);
  }

  private static WitnessReply.Committed committed(Bytes kept) throws RegistryException {
    return kept(kept, WitnessReply.Committed::decode);
  }

  private static Submission submission(Bytes kept) throws RegistryException {
    return kept(kept, Submission::decode);
  }

  private static LockedOp locked(Bytes kept) throws RegistryException {
    return kept(kept, LockedOp::decode);
  }

  @FunctionalInterface
  private interface Decoder<T> {
    T decode(Bytes bytes) throws RecordException;
  }

  private static <T> T kept(Bytes bytes, Decoder<T> decoder) throws RegistryException {
    try {
      return decoder.decode(bytes);
    } catch (RecordException e) {
      throw new RegistryException(
          Kind.STORE,
          "witness.db: an entry is damaged ("
              + e.getMessage()
              + "); move the file away, start again and see: pando network witness resume",
          e);
    }
  }

  private static Bundle decoded(Bytes bundle) {
    try {
      return Bundle.decode(bundle);
    } catch (RecordException e) {
      throw new IllegalStateException("a bundle that was taken in does not decode", e);
    }
  }
}
