package org.pando.resolver.exchange;

import java.util.List;
import java.util.function.Predicate;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

/**
 * Decides who may be asked. A name of a registry network is asked of nobody (invariant I11); names
 * below a domain that has upstreams of its own are asked of those and of nobody else, special-use
 * names included; other special-use names are asked of nobody.
 */
public final class RoutingExchange implements Exchange {
  /** Who is asked for the names below a domain. */
  public record Route(Name below, Exchange exchange) {}

  private final Predicate<Name> ours;
  private final Predicate<Name> loops;
  private final List<Route> routes;
  private final Predicate<Name> special;
  private final Exchange general;

  /**
   * @param ours whether a name belongs to a registry network
   * @param loops whether a name shows that an upstream asks this node
   * @param routes the longest domain first
   * @param special whether a name means nothing to general upstreams
   * @param general asked for every other name
   */
  public RoutingExchange(
      Predicate<Name> ours,
      Predicate<Name> loops,
      List<Route> routes,
      Predicate<Name> special,
      Exchange general) {
    this.ours = ours;
    this.loops = loops;
    this.routes = List.copyOf(routes);
    this.special = special;
    this.general = general;
  }

  @Override
  public Message exchange(Query query, Deadline deadline)
      throws ResolutionException, InterruptedException {
    Name name = query.name();
    if (ours.test(name)) {
      throw new ResolutionException(
          Failure.NOT_PUBLIC, "names of a registry network never leave this node");
    }
    if (loops.test(name)) {
      throw new ResolutionException(
          Failure.FORWARDING_LOOP, "an upstream of this node asks this node");
    }
    return choose(name).exchange(query, deadline);
  }

  private Exchange choose(Name name) throws ResolutionException {
    for (Route route : routes) {
      if (name.subdomain(route.below())) {
        return route.exchange();
      }
    }
    if (special.test(name)) {
      throw new ResolutionException(Failure.NOT_PUBLIC, "special-use names never leave this node");
    }
    return general;
  }
}
