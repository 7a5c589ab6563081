package org.pando.resolver.replication;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;

/**
 * What one session may cost this node: time in which it waits for the peer, and names of a copy.
 * For one thread at a time.
 */
final class SyncBudget {
  /** Waiting is free for so long; each bundle that comes adds some. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration FOR_EACH_BUNDLE = Duration.ofMillis(100);

  /** The same for a copy, which keeps other sessions from beginning. */
  static final Duration PATIENCE_OF_COPY = Duration.ofSeconds(30);

  private static final Duration FOR_EACH_COPIED = Duration.ofMillis(15);

  /** More names are left to reconciliation. */
  private static final long MOST_COPIED = 1 << 22;

  /** So many names may have come since the peer told their number, and an eighth of it. */
  private static final long COPIED_BEYOND = 1024;

  private final LongSupplier nanos;
  private long began;
  private long waited;
  private long brought;

  SyncBudget(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** From now on this node waits for the peer. */
  void waiting() {
    began = nanos.getAsLong();
  }

  /**
   * The peer has answered.
   *
   * @throws GossipException TIMEOUT when it takes too long for what it brings
   */
  void answered() throws GossipException {
    waited += nanos.getAsLong() - began;
    if (waited > allowed(PATIENCE, FOR_EACH_BUNDLE)) {
      throw new GossipException(
          Kind.TIMEOUT,
          "the peer is too slow: " + brought + " names in " + waited / 1_000_000_000 + " seconds");
    }
  }

  /** Bundles came. */
  void brought(int bundles) {
    brought += bundles;
  }

  /**
   * Whether a copy goes on; the rest is left to reconciliation when it is slow.
   *
   * @param announced how many names the peer said it has
   * @throws GossipException LIMIT when it has brought many more
   */
  boolean lasts(long announced) throws GossipException {
    if (brought > announced + announced / 8 + COPIED_BEYOND) {
      throw GossipException.limit(
          "the peer's copy does not end: " + brought + " names where it announced " + announced);
    }
    return brought < MOST_COPIED && waited <= allowed(PATIENCE_OF_COPY, FOR_EACH_COPIED);
  }

  private long allowed(Duration patience, Duration each) {
    return patience.plus(each.multipliedBy(brought)).toNanos();
  }
}
