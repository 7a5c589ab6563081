package org.pando.resolver.server;

/**
 * How often strangers are told over UDP that they are refused: a flood of packets with forged
 * senders must not become a flood of replies. Any thread; a few more may slip through when two
 * threads meet at the turn of a second.
 */
final class RefusalLimit {
  private static final int PER_SECOND = 20;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private record Second(long number, int refused) {}

  private volatile Second current = new Second(Long.MIN_VALUE, 0);

  /**
   * @param nanos the node's own clock, now
   * @return whether one more may be told
   */
  boolean allows(long nanos) {
    long number = Math.floorDiv(nanos, NANOS_PER_SECOND);
    Second second = current;
    int refused = second.number() == number ? second.refused() : 0;
    if (refused >= PER_SECOND) {
      return false;
    }
    current = new Second(number, refused + 1);
    return true;
  }
}
