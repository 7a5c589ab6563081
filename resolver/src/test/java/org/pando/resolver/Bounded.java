package org.pando.resolver;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** The memory that an input may cost, for the fuzz tests. */
public final class Bounded {
  private static final long MEMORY = 512 << 10;
  private static final long MEMORY_PER_OCTET = 4096;

  /** The fuzzer's instrumentation allocates as well. */
  private static final int FUZZING = System.getenv("JAZZER_FUZZ") == null ? 1 : 16;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Bounded() {}

  /** What reads an input; it throws nothing but bugs. */
  @FunctionalInterface
  public interface Attempt<T> {
    T get();
  }

  /** An attempt within the memory that an input of that length may cost. */
  public static <T> T within(int length, Attempt<T> attempt) {
    long limit = FUZZING * (MEMORY + MEMORY_PER_OCTET * length);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    T result = attempt.get();
    return THREADS.getCurrentThreadAllocatedBytes() - before > limit
        ? again(limit, attempt) // the first attempt may have loaded classes
        : result;
  }

  private static <T> T again(long limit, Attempt<T> attempt) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    T result = attempt.get();
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(bytes <= limit, () -> bytes + " bytes allocated, at most " + limit + " are allowed");
    return result;
  }
}
