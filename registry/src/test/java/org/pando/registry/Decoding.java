package org.pando.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.rule.RecordException;

/** What holds for every decoder and every input, for the fuzz tests. */
public final class Decoding {
  /** How much one decoding may allocate, in bytes, and for every octet of the input. */
  private static final long MEMORY = 256 << 10;

  private static final long MEMORY_PER_OCTET = 512;

  /** The fuzzer's instrumentation allocates as well. */
  private static final int FUZZING = System.getenv("JAZZER_FUZZ") == null ? 1 : 16;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Decoding() {}

  /** A decoder of one kind of object. */
  @FunctionalInterface
  public interface Decoder<T> {
    T decode(Bytes bytes) throws RecordException;
  }

  /** Something that may refuse its input with its declared exception. */
  @FunctionalInterface
  public interface Attempt<T, E extends Exception> {
    T get() throws E;
  }

  /**
   * I6: an input is refused with a message, or it is exactly what the encoder makes of the result.
   *
   * @return null when it is refused
   */
  public static <T extends Encoded> @Nullable T assertStrict(byte[] input, Decoder<T> decoder) {
    Bytes bytes = Bytes.of(input);
    T value = attempt(RecordException.class, input.length, () -> decoder.decode(bytes));
    if (value != null) {
      assertEquals(bytes, value.encode());
      assertEquals(
          value, attempt(RecordException.class, input.length, () -> decoder.decode(bytes)));
    }
    return value;
  }

  /**
   * The result of a decoder.
   *
   * @return null when it refused; the exception is the declared one and has a message then
   */
  public static <T, E extends Exception> @Nullable T attempt(
      Class<E> declared, int length, Attempt<T, E> attempt) {
    try {
      return within(length, attempt);
    } catch (Exception e) {
      if (!declared.isInstance(e)) {
        throw new AssertionError("not " + declared.getSimpleName() + " but " + e, e);
      }
      assertTrue(Objects.requireNonNull(e.getMessage()).length() > 10, e::toString);
      return null;
    }
  }

  /** An attempt within the memory that an input of that length may cost. */
  public static <T, E extends Exception> T within(int length, Attempt<T, E> attempt) throws E {
    long limit = FUZZING * (MEMORY + MEMORY_PER_OCTET * length);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      return attempt.get();
    } finally {
      if (THREADS.getCurrentThreadAllocatedBytes() - before > limit) {
        assertAllocates(limit, attempt);
      }
    }
  }

  /** A second attempt: the first one may have loaded classes. */
  private static void assertAllocates(long limit, Attempt<?, ?> attempt) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      attempt.get();
    } catch (Exception e) {
      // The first attempt ended likewise.
    }
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(bytes <= limit, () -> bytes + " bytes allocated, at most " + limit + " are allowed");
  }
}
