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

  private static final long NANOS_PER_TOKEN = Duration.ofMillis(500).toNanos();

  private final LongSupplier nanos;
  private final SequencedMap<PeerId, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  private record Bucket(double tokens, long filledAt) {}

  PeerBudgets(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Takes a token of a peer if there is one. */
  synchronized boolean take(PeerId peer) {
    long now = nanos.getAsLong();
    Bucket bucket = buckets.getOrDefault(peer, new Bucket(BURST, now));
    double filled = (double) (now - bucket.filledAt()) / NANOS_PER_TOKEN;
    double tokens = Math.min(BURST, bucket.tokens() + filled);
    boolean taken = tokens >= 1;
    buckets.put(peer, new Bucket(taken ? tokens - 1 : tokens, now));
    if (buckets.size() > PEERS) {
      var _ = buckets.pollFirstEntry();
    }
    return taken;
  }
}
