package org.pando.registry.witness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.crypto.Domain;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.policy.BundleRules;
import org.pando.registry.policy.NetworkRules;
import org.pando.registry.policy.Validity;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.Certificate;
import org.pando.registry.record.Config;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Vote;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.witness.WitnessReply.Code;
import org.pando.registry.witness.WitnessReply.Refused;

/**
 * Has one operation decided by the witnesses (section 9.5): a state machine from replies and times
 * to effects. Whoever drives it carries the effects out in their order. Belongs to one thread.
 *
 * <p>It finishes whatever the witnesses prepared, its own operation or another.
 */
public final class Claimant {
  /** What the driver has to do. */
  public sealed interface Effect {
    /** Keep this durably before anything that follows. */
    record Keep(Phase phase, ClaimState state) implements Effect {}

    /**
     * Ask a witness.
     *
     * @param witness its index
     */
    record Ask(int witness, WitnessRequest request) implements Effect {}

    /**
     * Call {@link Claimant#onTime} then.
     *
     * @param at milliseconds since 1970
     */
    record Wake(long at) implements Effect {}

    /** It is over; nothing follows. */
    record End(Result result) implements Effect {}
  }

  /** How it ended. */
  public sealed interface Result {
    /** The operation is certified, and a quorum of witnesses stored it. */
    record Registered(HumanBundle bundle) implements Result {}

    /** Another operation of the same number is. */
    record Overtaken(HumanBundle winner) implements Result {}

    /** Too many witnesses refused. */
    record Declined(Refused refusal) implements Result {}
  }

  /** How far it got. */
  public enum Phase {
    /** Collects receipts for the hidden operation. */
    RECEIPTS(0),
    /** Waits until they are old enough. */
    AGEING(1),
    SUBMITTING(2),
    LOCKING(3),
    ADOPTING(4),
    ENDED(5);

    private final int number;

    Phase(int number) {
      this.number = number;
    }

    /** The number that is kept. */
    public int number() {
      return number;
    }
  }

  private static final long MILLIS = 1000;

  private final NetworkId network;
  private final Config config;
  private final SignatureVerifier verifier;
  private final BundleRules rules;
  private final WitnessPolicy policy;
  private final @Nullable HumanBundle current;
  private final @Nullable ZoneItem zone;
  private Submission submission;
  private Phase phase = Phase.RECEIPTS;

  private final Map<Integer, Receipt> receipts = new TreeMap<>();
  private final Set<Integer> voters = new HashSet<>();
  private final Map<SignedOp<Op.NameOp>, Map<Integer, Bytes>> prepares = new HashMap<>();
  private final Map<Integer, Bytes> commits = new TreeMap<>();
  private final Set<Integer> stored = new HashSet<>();
  private final Map<Integer, Refused> refusals = new TreeMap<>();
  private @Nullable Vote vote;
  private @Nullable SignedOp<Op.NameOp> winner;
  private @Nullable HumanBundle decided;

  /**
   * A claimant that begins, or goes on after a crash: asked again, witnesses answer the same.
   *
   * @param rules of the network; the newest configuration counts
   * @param current what is known of the name; null when nothing is
   */
  public Claimant(
      NetworkRules rules,
      SignatureVerifier verifier,
      ClaimState state,
      @Nullable HumanBundle current) {
    this.network = rules.id();
    this.config = rules.configs().get(rules.epoch());
    this.verifier = verifier;
    this.rules = new BundleRules(rules, verifier);
    this.policy = new WitnessPolicy(network, verifier);
    this.current = current;
    this.zone = state.zone();
    this.submission = state.submission();
  }

  /** Begins. */
  public List<Effect> start(long now) {
    if (!needsReceipts()) {
      enter(Phase.AGEING);
      return keepAnd(onTime(now));
    }
    Bytes salt = Objects.requireNonNull(submission.salt(), "a claim with receipts has a salt");
    Bytes blind = Submission.blind(opHash(submission.op()), salt, network);
    return keepAnd(askAll(Phase.RECEIPTS, new WitnessRequest.GiveReceipt(blind)));
  }

  private boolean needsReceipts() {
    return config.terms().minAge() > 0
        && submission.op().op() instanceof Op.Claim
        && submission.receipts().isEmpty();
  }

  private List<Effect> keepAnd(List<Effect> following) {
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.Keep(phase, new ClaimState(submission, zone)));
    effects.addAll(following);
    return effects;
  }

  /** The time that a {@link Effect.Wake} named, or a later one, has come. */
  public List<Effect> onTime(long now) {
    return switch (phase) {
      case AGEING -> now >= matureAt() ? submit() : List.of(new Effect.Wake(matureAt()));
      case SUBMITTING, RECEIPTS, LOCKING, ADOPTING, ENDED -> List.of();
    };
  }

  private long matureAt() {
    return (Rank.time(submission, config) + config.terms().minAge()) * MILLIS;
  }

  /**
   * A witness has replied.
   *
   * @param asked what it replies to
   */
  public List<Effect> onReply(Effect.Ask asked, WitnessReply reply, long now) {
    if (!isAwaited(asked.request())) {
      return List.of();
    }
    return switch (reply) {
      case WitnessReply.Received received when phase == Phase.RECEIPTS ->
          onReceipt(new Receipt(asked.witness(), received.time(), received.signature()), now);
      case WitnessReply.Prepared prepared when phase == Phase.SUBMITTING ->
          onPrepared(asked.witness(), prepared);
      case WitnessReply.Committed committed when phase == Phase.LOCKING ->
          onCommitted(asked.witness(), committed);
      case WitnessReply.Adopted adopted when phase == Phase.ADOPTING -> onAdopted(asked.witness());
      case Refused refused -> onRefused(asked.witness(), refused);
      case WitnessReply.Received wrong -> onNonsense(asked.witness());
      case WitnessReply.Prepared wrong -> onNonsense(asked.witness());
      case WitnessReply.Committed wrong -> onNonsense(asked.witness());
      case WitnessReply.Adopted wrong -> onNonsense(asked.witness());
      case WitnessReply.Known wrong -> onNonsense(asked.witness());
    };
  }

  /** Replies to what was asked in an earlier phase come too late. */
  private boolean isAwaited(WitnessRequest request) {
    return switch (request) {
      case WitnessRequest.GiveReceipt receipt -> phase == Phase.RECEIPTS;
      case WitnessRequest.Submit submit -> phase == Phase.SUBMITTING;
      case WitnessRequest.Lock lock -> phase == Phase.LOCKING;
      case WitnessRequest.Adopt adopt -> phase == Phase.ADOPTING;
      case WitnessRequest.State state -> false;
    };
  }

  private List<Effect> onReceipt(Receipt receipt, long now) {
    Bytes salt = Objects.requireNonNull(submission.salt(), "a claim with receipts has a salt");
    Bytes blind = Submission.blind(opHash(submission.op()), salt, network);
    if (!policy.isGood(receipt, blind, config)) {
      return onNonsense(receipt.witness());
    }
    receipts.put(receipt.witness(), receipt);
    if (receipts.size() < config.quorum()) {
      return List.of();
    }
    submission =
        new Submission(
            submission.op(),
            submission.current(),
            salt,
            List.copyOf(receipts.values()),
            submission.stamp());
    enter(Phase.AGEING);
    return keepAnd(onTime(now));
  }

  private List<Effect> submit() {
    return askAll(Phase.SUBMITTING, new WitnessRequest.Submit(submission));
  }

  /** A quorum of prepares for any operation is good enough. */
  private List<Effect> onPrepared(int witness, WitnessReply.Prepared prepared) {
    SignedOp<Op.NameOp> op = prepared.op();
    boolean samePlace =
        op.op().name().equals(submission.op().op().name())
            && op.op().g() == submission.op().op().g();
    Vote own = Vote.on(op, config.epoch(), 0, network);
    if (!samePlace || !isGood(witness, SignedKind.PREPARE, own, prepared.signature())) {
      return onNonsense(witness);
    }
    Map<Integer, Bytes> votes = prepares.computeIfAbsent(op, first -> new TreeMap<>());
    if (voters.add(witness)) {
      votes.put(witness, prepared.signature());
    }
    if (votes.size() < config.quorum()) {
      return List.of();
    }
    winner = op;
    vote = own;
    return askAll(Phase.LOCKING, new WitnessRequest.Lock(op, Certificate.of(own, votes)));
  }

  private List<Effect> onCommitted(int witness, WitnessReply.Committed committed) {
    Vote expected = Objects.requireNonNull(vote, "nothing is locked");
    if (!committed.vote().equals(expected)
        || !isGood(witness, SignedKind.COMMIT, expected, committed.signature())) {
      return onNonsense(witness);
    }
    commits.put(witness, committed.signature());
    if (commits.size() < config.quorum()) {
      return List.of();
    }
    HumanBundle bundle = bundle(Certificate.of(expected, commits));
    decided = bundle;
    return askAll(Phase.ADOPTING, new WitnessRequest.Adopt(bundle.encode()));
  }

  private HumanBundle bundle(Certificate certificate) {
    SignedOp<Op.NameOp> signed = Objects.requireNonNull(winner, "nothing is locked");
    return switch (signed.op()) {
      case Op.Renew renew ->
          Objects.requireNonNull(current, "a renewal renews something")
              .withRenew(new CertItem<>(new SignedOp<>(renew, signed.signatures()), certificate));
      case Op.TenureOp tenure ->
          new HumanBundle(
              tenure.name(),
              new CertItem<>(new SignedOp<>(tenure, signed.signatures()), certificate),
              null,
              isOurs(signed) ? zone : null,
              null);
    };
  }

  private List<Effect> onAdopted(int witness) {
    stored.add(witness);
    return stored.size() < config.quorum()
        ? List.of()
        : end(Objects.requireNonNull(decided, "nothing is decided"));
  }

  private List<Effect> end(HumanBundle bundle) {
    Bytes own = opHash(submission.op());
    boolean ours =
        bundle.newest().opHash(network).equals(own) || bundle.tenure().opHash(network).equals(own);
    return end(ours ? new Result.Registered(bundle) : new Result.Overtaken(bundle));
  }

  private List<Effect> end(Result result) {
    enter(Phase.ENDED);
    return List.of(new Effect.End(result));
  }

  private List<Effect> onRefused(int witness, Refused refused) {
    HumanBundle elsewhere = refused.code() == Code.DECIDED ? provenBy(refused) : null;
    if (elsewhere != null) {
      return end(elsewhere);
    }
    refusals.put(witness, refused);
    int still = config.witnesses().size() - refusals.size();
    return still < config.quorum() ? end(new Result.Declined(refused)) : List.of();
  }

  /** The bundle that shows the decision, if it does. */
  private @Nullable HumanBundle provenBy(Refused refused) {
    Bytes shown = refused.shown();
    return shown != null
            && rules.check(shown) instanceof Validity.Valid(HumanBundle bundle)
            && bundle.name().equals(submission.op().op().name())
            && bundle.newest().op().g() >= submission.op().op().g()
        ? bundle
        : null;
  }

  private List<Effect> onNonsense(int witness) {
    return onRefused(witness, Refused.of(Code.INVALID, "got a reply that proves nothing"));
  }

  private void enter(Phase next) {
    phase = next;
    refusals.clear();
  }

  private List<Effect> askAll(Phase next, WitnessRequest request) {
    enter(next);
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < config.witnesses().size(); i++) {
      effects.add(new Effect.Ask(i, request));
    }
    return effects;
  }

  private boolean isGood(int witness, SignedKind kind, Vote vote, Bytes signature) {
    return verifier.verify(
        config.witnesses().get(witness).key(),
        Domain.message(kind, network, vote.encode()),
        signature);
  }

  private boolean isOurs(SignedOp<Op.NameOp> signed) {
    return signed.equals(submission.op());
  }

  private Bytes opHash(SignedOp<?> signed) {
    return signed.opHash(network);
  }
}
