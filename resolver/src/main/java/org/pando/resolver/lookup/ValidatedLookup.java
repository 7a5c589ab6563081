package org.pando.resolver.lookup;

import java.util.function.Predicate;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.Answer.Validation;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.exchange.Exchange;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

/**
 * The only place where a server's message becomes an {@link Answer}: scrubbed, and marked with what
 * is known of its origin.
 */
public final class ValidatedLookup implements Resolver {
  private final Exchange exchange;
  private final Scrubber scrubber;

  /**
   * @param registryName whether a name is at or under a joined network's suffix
   */
  public ValidatedLookup(Exchange exchange, Predicate<Name> registryName) {
    this.exchange = exchange;
    this.scrubber = new Scrubber(registryName);
  }

  @Override
  public Answer resolve(Query query, Deadline deadline)
      throws ResolutionException, InterruptedException {
    Message reply = exchange.exchange(query, deadline);
    Scrubber.Scrubbed scrubbed = scrubber.scrub(query, reply);
    return new Answer(
        reply.getRcode(), scrubbed.answers(), scrubbed.authority(), Validation.NOT_VALIDATED);
  }
}
