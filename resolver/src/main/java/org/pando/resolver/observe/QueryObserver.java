package org.pando.resolver.observe;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.WireQuestion;

/**
 * Hears what becomes of clients' questions: each is received, then answered, refused, or dropped.
 * Called on event loops, several at once: it must not block, and what it allocates is paid by every
 * question.
 */
public interface QueryObserver {
  void received(Protocol protocol);

  /**
   * @param question read during this call only
   * @param client who asked
   * @param step which step of the ladder gave the answer; null when all failed
   * @param rcode 0 to 15
   * @param nanos from the question's arrival to its reply
   */
  void answered(
      Protocol protocol,
      WireQuestion question,
      InetAddress client,
      @Nullable Step step,
      int rcode,
      long nanos);

  void refused(Protocol protocol, Refusal why);

  /** Also for connections that were closed before a question came. */
  void dropped(Protocol protocol, Drop why);
}
