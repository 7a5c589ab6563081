package org.pando.resolver.lookup;

import java.util.ArrayList;
import java.util.List;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.Answer.Validation;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.RegistryAnswers;
import org.pando.resolver.answer.RegistryWalk.End.Outward;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Step;
import org.xbill.DNS.Record;

/**
 * Follows aliases that lead out of the registry: the chain is the registry's, its end is resolved
 * like any public name. Every other question passes through.
 */
public final class OutwardAliases implements Resolver {
  private final RegistryAnswers registry;
  private final Resolver publicNames;

  public OutwardAliases(RegistryAnswers registry, Resolver publicNames) {
    this.registry = registry;
    this.publicNames = publicNames;
  }

  @Override
  public Answer resolve(Query query, Deadline deadline)
      throws ResolutionException, InterruptedException {
    Outward outward = registry.outward(query.key());
    if (outward == null) {
      return publicNames.resolve(query, deadline);
    }
    query.trace().step(Step.REGISTRY, false, "alias to " + outward.target());
    Answer end = publicNames.resolve(query.at(outward.target()), deadline);
    List<Record> answers = new ArrayList<>(outward.chain());
    answers.addAll(end.answers());
    return new Answer(end.rcode(), answers, end.authority(), Validation.NOT_VALIDATED);
  }
}
