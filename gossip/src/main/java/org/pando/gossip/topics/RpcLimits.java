package org.pando.gossip.topics;

/**
 * How fast a peer may talk: two token buckets, of RPCs and of bytes. Nothing is dropped; who talks
 * faster is read later. Owned by the gossip loop.
 */
final class RpcLimits {
  /** A second's worth; a bucket holds {@link #BURST_SECONDS} of it. */
  static final int RPCS = 1_000;

  static final int BYTES = 4 << 20;

  static final int BURST_SECONDS = 4;

  private static final double SECOND = 1e9;

  private double rpcs = (double) RPCS * BURST_SECONDS;
  private double bytes = (double) BYTES * BURST_SECONDS;
  private long filledAt;

  RpcLimits(long now) {
    filledAt = now;
  }

  /** The peer has sent so much, which may be more than there is. */
  void take(int rpcsSent, int bytesSent, long now) {
    fill(now);
    rpcs -= rpcsSent;
    bytes -= bytesSent;
  }

  /** How many nanoseconds it is not to be read; 0 when it may go on. */
  long pause(long now) {
    fill(now);
    double seconds = Math.max(-rpcs / RPCS, -bytes / BYTES);
    return seconds <= 0 ? 0 : (long) Math.ceil(seconds * SECOND);
  }

  private void fill(long now) {
    double seconds = (now - filledAt) / SECOND;
    filledAt = now;
    rpcs = Math.min((double) RPCS * BURST_SECONDS, rpcs + seconds * RPCS);
    bytes = Math.min((double) BYTES * BURST_SECONDS, bytes + seconds * BYTES);
  }
}
