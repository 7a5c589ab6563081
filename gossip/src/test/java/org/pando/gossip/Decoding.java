package org.pando.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/** What holds for every decoder and every input. */
public final class Decoding {
  private Decoding() {}

  /** Something that may refuse its input. */
  @FunctionalInterface
  public interface Attempt<T> {
    T get() throws GossipException;
  }

  /**
   * The result of a decoder.
   *
   * @return null when it refused, with a message
   */
  public static <T> @Nullable T attempt(Attempt<T> attempt) {
    try {
      return attempt.get();
    } catch (GossipException e) {
      assertTrue(Objects.requireNonNull(e.getMessage()).length() > 10, e::toString);
      return null;
    }
  }

  /** Asserts a refusal; the message is what the test may look at further. */
  public static String assertRefused(GossipException.Kind kind, Executable executable) {
    GossipException refusal = assertThrows(GossipException.class, executable);
    assertEquals(kind, refusal.kind(), refusal::toString);
    return Objects.requireNonNull(refusal.getMessage());
  }
}
