package org.pando.resolver.upstream;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.pando.resolver.answer.Query;
import org.pando.resolver.exchange.Attempt;
import org.pando.resolver.exchange.Outcome;

/** One server, one address, one transport. Any thread; never blocks. */
interface Upstream {
  /** Where it is. */
  InetSocketAddress address();

  /**
   * Sends a question and listens for its reply for as long as it takes.
   *
   * @param outcome told once, on any thread; perhaps still after the attempt was cancelled
   */
  Attempt ask(Query query, Consumer<Outcome> outcome);

  /** Gives back what is held from question to question. */
  void close();
}
