package org.pando.resolver.exchange;

import java.util.function.Predicate;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

/** Decides who may be asked. A name of a registry network is asked of nobody (invariant I11). */
public final class RoutingExchange implements Exchange {
  private final Predicate<Name> registryName;
  private final Exchange general;

  /**
   * @param registryName whether a name is at or under a joined network's suffix
   * @param general asked for every other name
   */
  public RoutingExchange(Predicate<Name> registryName, Exchange general) {
    this.registryName = registryName;
    this.general = general;
  }

  @Override
  public Message exchange(Query query, Deadline deadline)
      throws ResolutionException, InterruptedException {
    if (registryName.test(query.name())) {
      throw new ResolutionException(
          Failure.NOT_PUBLIC, "names of a registry network never leave this node");
    }
    return general.exchange(query, deadline);
  }
}
