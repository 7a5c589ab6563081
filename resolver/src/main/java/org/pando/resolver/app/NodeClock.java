package org.pando.resolver.app;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Where time and chance come from: everything else gets them as constructor arguments.
 *
 * @param wall the time of day, for what people and other nodes read
 * @param nanos a clock that never goes back, in nanoseconds since an arbitrary moment
 * @param random unpredictable; safe for use by any thread
 */
record NodeClock(InstantSource wall, LongSupplier nanos, SecureRandom random) {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** The system's own. */
  static NodeClock system() {
    long begin = System.nanoTime();
    return new NodeClock(
        InstantSource.system(), () -> System.nanoTime() - begin, new SecureRandom());
  }

  /** The second clock in whole seconds. */
  LongSupplier seconds() {
    return () -> nanos.getAsLong() / NANOS_PER_SECOND;
  }
}
