package org.pando.registry.witness;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.record.Config;
import org.pando.registry.record.Holder;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.Signer;

/**
 * The order among submissions for one decision (section 9.3); the lower one is better.
 *
 * @param signer 0 recovery, 1 owner, 2 a claim
 * @param time of a claim's receipts, in seconds since 1970; 0 when none are asked for
 */
record Rank(int signer, long time, Bytes opHash) implements Comparable<Rank> {
  private static final Comparator<Rank> ORDER =
      Comparator.comparingInt(Rank::signer)
          .thenComparingLong(Rank::time)
          .thenComparing(Rank::opHash);

  static Rank of(
      Submission submission, @Nullable HumanBundle held, Config config, NetworkId network) {
    Holder holder = held == null ? null : held.tenure().op().holder();
    int signer =
        switch (submission.op().op()) {
          case Op.Claim claim -> 2;
          case Op.Renew renew -> renew.signer() == Signer.RECOVERY ? 0 : 1;
          case Op.Transfer transfer ->
              holder != null && transfer.by().equals(holder.recovery()) ? 0 : 1;
          case Op.Release release ->
              holder != null && release.by().equals(holder.recovery()) ? 0 : 1;
        };
    long time = signer == 2 && config.terms().minAge() > 0 ? time(submission, config) : 0;
    return new Rank(signer, time, submission.op().opHash(network));
  }

  /** The receipt time: the (f+1)-th smallest of 2f+1, bounded by honest clocks on both sides. */
  static long time(Submission submission, Config config) {
    return submission.receipts().stream()
        .map(Receipt::time)
        .sorted()
        .skip(config.faults())
        .findFirst()
        .orElse(0L);
  }

  @Override
  public int compareTo(Rank other) {
    return ORDER.compare(this, other);
  }
}
