package org.pando.resolver.lookup;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.Answer.Validation;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.ExtendedError;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.exchange.Exchange;
import org.pando.resolver.exchange.Verdict;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * The only place where servers' messages become an {@link Answer}: scrubbed, and marked with what
 * is known of its origin. Where a message ends before the chain of aliases does, its end is asked
 * for.
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
    List<Record> answers = new ArrayList<>();
    List<Record> authority = new ArrayList<>();
    ExtendedError stale = null;
    Query at = query;
    for (int messages = 0; messages < Scrubber.MAX_ALIASES; messages++) {
      Message reply = exchange.exchange(at, deadline);
      Scrubber.Scrubbed part = scrubber.scrub(at, reply);
      stale = stale == null ? staleness(reply) : stale;
      answers.addAll(part.answers());
      authority.addAll(part.authority());
      Name next = part.goesOn();
      if (next == null) {
        return new Answer(part.rcode(), answers, authority, Validation.NOT_VALIDATED, stale);
      }
      at = query.at(next);
    }
    throw new ResolutionException(
        Failure.ALIAS_LOOP, "the chain of aliases does not end: last at " + at.name());
  }

  /** What a server says of an answer that was over when it gave it (RFC 8767), or null. */
  private static @Nullable ExtendedError staleness(Message reply) {
    ExtendedError error = Verdict.extendedError(reply);
    return error != null && error.code().saysStale() ? error : null;
  }
}
