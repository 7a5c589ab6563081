package org.pando.resolver.lookup;

import java.util.ArrayList;
import java.util.List;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.Answer.Validation;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.OwnNames;
import org.pando.resolver.answer.OwnNames.Found;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.xbill.DNS.Record;

/**
 * Follows aliases of names that this node answers for by itself: from local records into the
 * registry and back, and out to public names, which are resolved as usual. Every other question
 * passes through.
 */
public final class OutwardAliases implements Resolver {
  private static final int MAX_HOPS = 8;

  private final List<OwnNames> own;
  private final Resolver publicNames;

  /**
   * @param own in the order in which they count
   */
  public OutwardAliases(List<OwnNames> own, Resolver publicNames) {
    this.own = List.copyOf(own);
    this.publicNames = publicNames;
  }

  @Override
  public Answer resolve(Query query, Deadline deadline)
      throws ResolutionException, InterruptedException {
    List<Record> chain = new ArrayList<>();
    Query at = query;
    for (int hops = 0; hops <= MAX_HOPS; hops++) {
      switch (find(at)) {
        case Found.Unknown() -> {
          return behind(chain, publicNames.resolve(at, deadline));
        }
        case Found.Answered(Answer end) -> {
          return behind(chain, end);
        }
        case Found.Alias alias -> {
          chain.addAll(alias.chain());
          at = query.at(alias.target());
        }
      }
    }
    throw new ResolutionException(
        Failure.ALIAS_LOOP, "more than " + MAX_HOPS + " aliases in a row");
  }

  private Found find(Query query) throws ResolutionException {
    for (OwnNames names : own) {
      Found found = names.find(query.name(), query.type());
      switch (found) {
        case Found.Unknown() -> {}
        case Found.Answered answered -> {
          query.trace().step(names.step(), true, "answered");
          return found;
        }
        case Found.Alias alias -> {
          query.trace().step(names.step(), false, "alias to " + alias.target());
          return found;
        }
      }
    }
    return new Found.Unknown();
  }

  private static Answer behind(List<Record> chain, Answer end) {
    if (chain.isEmpty()) {
      return end;
    }
    List<Record> answers = new ArrayList<>(chain);
    answers.addAll(end.answers());
    return new Answer(end.rcode(), answers, end.authority(), Validation.NOT_VALIDATED, end.error());
  }
}
