package org.pando.resolver.replication;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.LongSupplier;
import org.pando.gossip.PeerId;

/**
 * How much each peer may ask a witness (registry specification, rule A8): a bucket of tokens that
 * fills again. The buckets that were used last are kept. Any thread.
 */
final class PeerBudgets {
  /** Thirty operations at once. */
  static final int BURST = 120;

  /** How many peers are remembered. */
  static final int PEERS = 1024;

  private static final Duration PER_TOKEN = Duration.ofMillis(500);

  private final LongSupplier nanos;
  private final SequencedMap<PeerId, Allowance> buckets = new LinkedHashMap<>(16, 0.75f, true);

  PeerBudgets(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Takes a token of a peer if there is one. */
  synchronized boolean take(PeerId peer) {
    long now = nanos.getAsLong();
    Allowance bucket = buckets.computeIfAbsent(peer, fresh -> new Allowance(BURST, PER_TOKEN, now));
    if (buckets.size() > PEERS) {
      var _ = buckets.pollFirstEntry();
    }
    return bucket.take(now);
  }
}
