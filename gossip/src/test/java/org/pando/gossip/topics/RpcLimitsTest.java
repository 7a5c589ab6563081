package org.pando.gossip.topics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RpcLimitsTest {
  private static final long SECOND = 1_000_000_000L;
  private final RpcLimits limits = new RpcLimits(0);

  @Test
  void aBurstIsReadAtOnceAndWhatIsMoreLater() {
    limits.take(4_000, 1_000, 0);
    assertEquals(0, limits.pause(0));
    limits.take(500, 1_000, 0);
    assertEquals(SECOND / 2, limits.pause(0));
    assertEquals(0, limits.pause(SECOND / 2));
  }

  @Test
  void bytesCountAsWell() {
    limits.take(1, RpcLimits.BYTES * (RpcLimits.BURST_SECONDS + 2), 0);
    assertEquals(2 * SECOND, limits.pause(0));
  }

  @Test
  void silenceDoesNotSaveMoreThanABurst() {
    long later = 3600 * SECOND;
    limits.take(RpcLimits.RPCS * (RpcLimits.BURST_SECONDS + 1), 0, later);
    assertEquals(SECOND, limits.pause(later));
  }
}
