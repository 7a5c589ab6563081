package org.pando.resolver.server;

import java.net.InetAddress;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.answer.WireQuestion;
import org.pando.resolver.observe.Protocol;

/** Who asked one question, and the way back. May be a flyweight that belongs to its event loop. */
interface Client {
  InetAddress address();

  Protocol protocol();

  /**
   * Sends the reply. A client that is gone hears nothing.
   *
   * @param question the one that was asked, or a copy of it
   */
  void reply(WireQuestion question, WireAnswer answer);

  /** The same client for the one reply that comes after this call, on any thread. */
  Client later();
}
