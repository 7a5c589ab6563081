package org.pando.resolver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalLimitTest {
  private static final long SECOND = 1_000_000_000L;

  private final RefusalLimit limit = new RefusalLimit();

  private long allowedOf100(long nanos) {
    return IntStream.range(0, 100).filter(i -> limit.allows(nanos)).count();
  }

  /** The node's clock begins anywhere, below zero too. */
  @ParameterizedTest
  @ValueSource(longs = {0, -5 * SECOND, 7 * SECOND})
  void twentyInEachSecond(long begin) {
    assertEquals(20, allowedOf100(begin));
    assertEquals(0, allowedOf100(begin + 1));
    assertEquals(20, allowedOf100(begin + SECOND));
  }

  @Test
  void aQuietSecondLeavesNothingOver() {
    assertEquals(20, allowedOf100(0));
    assertEquals(20, allowedOf100(60 * SECOND));
  }
}
