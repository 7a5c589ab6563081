package org.pando.resolver.exchange;

import java.util.function.Predicate;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

/**
 * Decides who may be asked. A name of a registry network is asked of nobody (invariant I11), and
 * neither is a special-use name.
 */
public final class RoutingExchange implements Exchange {
  private final Predicate<Name> staysHere;
  private final Exchange general;

  /**
   * @param staysHere whether a name means nothing to anybody else
   * @param general asked for every other name
   */
  public RoutingExchange(Predicate<Name> staysHere, Exchange general) {
    this.staysHere = staysHere;
    this.general = general;
  }

  @Override
  public Message exchange(Query query, Deadline deadline)
      throws ResolutionException, InterruptedException {
    if (staysHere.test(query.name())) {
      throw new ResolutionException(
          Failure.NOT_PUBLIC,
          "names of a registry network and special-use names never leave this node");
    }
    return general.exchange(query, deadline);
  }
}
