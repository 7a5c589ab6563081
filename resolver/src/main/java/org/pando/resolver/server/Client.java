package org.pando.resolver.server;

import java.net.InetAddress;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.answer.WireQuestion;

/** Who asked one question, and the way back. */
interface Client {
  InetAddress address();

  /**
   * Sends the reply; any thread. A client that is gone hears nothing.
   *
   * @param question the one that was asked, or a copy of it
   */
  void reply(WireQuestion question, WireAnswer answer);
}
