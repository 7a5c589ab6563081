package org.pando.resolver.exchange;

import org.pando.resolver.answer.ResolutionException;
import org.xbill.DNS.Message;

/** How it ended that a server was asked. */
public sealed interface Outcome {
  /**
   * The server replied, whatever it says.
   *
   * @param message matches the question but is otherwise untrusted
   */
  record Replied(Message message) implements Outcome {}

  /**
   * The server could not be reached, or broke the connection off.
   *
   * @param reason never that a server said no: that is a reply
   */
  record Broken(ResolutionException reason) implements Outcome {}
}
