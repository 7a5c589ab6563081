package org.pando.registry.witness;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NameState;
import org.pando.registry.NetworkId;
import org.pando.registry.crypto.Domain;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.crypto.Stamp;
import org.pando.registry.policy.OperationRules;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.Config;
import org.pando.registry.record.Holder;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.Terms;
import org.pando.registry.rule.InvalidException;

/**
 * Which operations a witness admits (section 9.4): a pure function of the submission, what is known
 * of the name, the configuration in force and the time. Any thread.
 */
public final class WitnessPolicy {
  /** Seconds that an operation may be old; a transfer waits for its new owner. */
  private static final long MAX_AGE = 24 * 3600;

  /** Seconds that an offered transfer may be old. */
  public static final long MAX_TRANSFER_AGE = 7 * MAX_AGE;

  private static final long MAX_AHEAD = 600;

  /** A renewal adds at least this part of a lease. */
  private static final long RENEWAL_PART = 16;

  private static final int LONG_LABEL = 6;

  private final NetworkId network;
  private final SignatureVerifier verifier;
  private final OperationRules operations;

  public WitnessPolicy(NetworkId network, SignatureVerifier verifier) {
    this.network = network;
    this.verifier = verifier;
    this.operations = new OperationRules(network, verifier);
  }

  /**
   * Why an operation is not admitted.
   *
   * @param text what is said of the name: {@code is leased until …}
   */
  public record Refusal(AdmissionRule rule, String text) {}

  /**
   * Rules A1 to A6, those without cryptography first; empty when all are kept.
   *
   * @param held what is known of the name; null when nothing is
   * @param now seconds since 1970
   */
  public Optional<Refusal> refusal(
      Submission submission, @Nullable HumanBundle held, Config config, long now) {
    Op.NameOp op = submission.op().op();
    return sequence(op, held)
        .or(() -> permission(op, held))
        .or(() -> freshness(op, now))
        .or(() -> lapse(op, held, config, now))
        .or(() -> extension(op, held, config))
        .or(() -> validity(submission, held, config))
        .or(() -> age(submission, config, now));
  }

  /** Rule A2: it follows the newest operation. */
  private Optional<Refusal> sequence(Op.NameOp op, @Nullable HumanBundle held) {
    Bytes newest = held == null ? null : held.newest().opHash(network);
    long begun = held == null ? -1 : held.tenure().op().step().tenure();
    long tenure = op instanceof Op.Renew ? begun : begun + 1;
    return Objects.equals(op.step().prev(), newest) && op.step().tenure() == tenure
        ? Optional.empty()
        : refuse(
            AdmissionRule.A2, "has changed since this operation was signed; repeat the command");
  }

  /** Rule A2: the state of the name allows it, and its signer may do it (section 7). */
  private static Optional<Refusal> permission(Op.NameOp op, @Nullable HumanBundle held) {
    if (op instanceof Op.Claim) {
      return Optional.empty();
    }
    Holder holder = held == null ? null : held.tenure().op().holder();
    if (held == null || holder == null) {
      return refuse(AdmissionRule.A2, "belongs to nobody; claim it first");
    }
    boolean revoked = held.state() == NameState.FROZEN;
    return switch (op) {
      case Op.Claim claim -> Optional.empty();
      case Op.Renew renew -> unless(!revoked);
      case Op.Transfer transfer ->
          transfer.by().equals(holder.recovery())
              ? Optional.empty()
              : unless(!revoked).or(() -> byOwner(transfer.by(), holder));
      case Op.Release release ->
          unless(!revoked)
              .or(
                  () ->
                      release.by().equals(holder.recovery())
                          ? Optional.empty()
                          : byOwner(release.by(), holder));
    };
  }

  private static Optional<Refusal> unless(boolean inService) {
    return inService
        ? Optional.empty()
        : refuse(AdmissionRule.A2, "is revoked; only its recovery key can bring it back");
  }

  private static Optional<Refusal> byOwner(PublicKey by, Holder holder) {
    if (!by.equals(holder.owner())) {
      return refuse(AdmissionRule.A2, "belongs to another key than the one that signed");
    }
    return holder.locked()
        ? refuse(
            AdmissionRule.A2,
            "is locked: its owner key alone can neither transfer nor release it, its recovery key"
                + " can")
        : Optional.empty();
  }

  private static Optional<Refusal> freshness(Op.NameOp op, long now) {
    long oldest = now - (op instanceof Op.Transfer ? MAX_TRANSFER_AGE : MAX_AGE);
    if (op.at() < oldest) {
      return refuse(
          AdmissionRule.A3,
          "needs this operation signed again: it was signed at "
              + time(op.at())
              + ", too long ago");
    }
    return op.at() > now + MAX_AHEAD
        ? refuse(
            AdmissionRule.A3,
            "needs this operation signed again: it was signed at "
                + time(op.at())
                + ", which is to come; check the clocks")
        : Optional.empty();
  }

  private static Optional<Refusal> lapse(
      Op.NameOp op, @Nullable HumanBundle held, Config config, long now) {
    long until = held == null ? 0 : held.leaseUntil();
    long claimable = until + config.terms().grace();
    return op instanceof Op.Claim && until > 0 && now <= claimable
        ? refuse(
            AdmissionRule.A4,
            "is leased until "
                + day(until)
                + "; if it is not renewed, it can be claimed from "
                + day(claimable)
                + " on")
        : Optional.empty();
  }

  private static Optional<Refusal> extension(
      Op.NameOp op, @Nullable HumanBundle held, Config config) {
    long lease = config.terms().lease();
    long until = held == null ? 0 : held.leaseUntil();
    return op instanceof Op.Renew renew && renew.lease().until() < until + lease / RENEWAL_PART
        ? refuse(
            AdmissionRule.A5,
            "is leased until "
                + day(until)
                + "; it can be renewed from "
                + day(until - lease + lease / RENEWAL_PART)
                + " on")
        : Optional.empty();
  }

  private Optional<Refusal> validity(
      Submission submission, @Nullable HumanBundle held, Config config) {
    CertItem<Op.TenureOp> tenure = held == null ? null : held.tenure();
    try {
      operations.check(submission.op(), tenure == null ? null : tenure.signed(), config);
      return Optional.empty();
    } catch (InvalidException e) {
      return refuse(AdmissionRule.A1, "is not served by this operation: " + e.getMessage());
    }
  }

  private Optional<Refusal> age(Submission submission, Config config, long now) {
    if (!(submission.op().op() instanceof Op.Claim) || config.terms().minAge() == 0) {
      return Optional.empty();
    }
    if (!hasReceipts(submission, config)) {
      return refuse(
          AdmissionRule.A6,
          "needs receipts of " + config.quorum() + " different witnesses for this very claim");
    }
    long age = now - Rank.time(submission, config);
    if (age < config.terms().minAge()) {
      return refuse(
          AdmissionRule.A6,
          "needs receipts that are " + config.terms().minAge() + " seconds old; wait a little");
    }
    return age > MAX_AGE
        ? refuse(AdmissionRule.A6, "needs newer receipts; repeat the command")
        : Optional.empty();
  }

  private boolean hasReceipts(Submission submission, Config config) {
    Bytes salt = submission.salt();
    if (salt == null || submission.receipts().size() != config.quorum()) {
      return false;
    }
    Bytes blind = Submission.blind(submission.op().opHash(network), salt, network);
    Set<Integer> signers = new HashSet<>();
    for (Receipt receipt : submission.receipts()) {
      if (receipt.witness() >= config.witnesses().size()
          || !signers.add(receipt.witness())
          || !isGood(receipt, blind, config)) {
        return false;
      }
    }
    return true;
  }

  boolean isGood(Receipt receipt, Bytes blind, Config config) {
    Bytes payload = new ReceiptPayload(config.epoch(), blind, receipt.time()).encode();
    return verifier.verify(
        config.witnesses().get(receipt.witness()).key(),
        Domain.message(SignedKind.RECEIPT, network, payload),
        receipt.signature());
  }

  /** How many bits of work an operation needs (section 11). */
  static int stampBits(Op.NameOp op, Terms terms) {
    int bits = terms.claimStampBits();
    if (bits == 0 || !(op instanceof Op.LeaseOp) || op instanceof Op.Transfer) {
      return 0;
    }
    int claim = bits + 2 * Math.max(0, LONG_LABEL - op.name().length());
    return op instanceof Op.Renew ? Math.max(0, claim - 2) : claim;
  }

  /** Rule A7. Costs about 1.4 ms and 1 MiB where the network asks for work. */
  public Optional<Refusal> withoutStamp(Submission submission, Config config) {
    int bits = stampBits(submission.op().op(), config.terms());
    Bytes stamp = submission.stamp();
    return bits == 0
            || (stamp != null
                && Stamp.isWorth(bits, network, submission.op().opHash(network), stamp))
        ? Optional.empty()
        : refuse(AdmissionRule.A7, "needs a stamp worth " + bits + " bits of work");
  }

  private static Optional<Refusal> refuse(AdmissionRule rule, String text) {
    return Optional.of(new Refusal(rule, text));
  }

  private static String time(long seconds) {
    return Instant.ofEpochSecond(seconds).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String day(long seconds) {
    return Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }
}
