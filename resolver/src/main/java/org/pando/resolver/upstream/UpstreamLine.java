package org.pando.resolver.upstream;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.pando.resolver.exchange.RacingExchange;

/**
 * The order in which upstreams are asked: operators in turn, so that neighbours in the line do not
 * share a failure; a random operator first, so that none is preferred; then the system's own
 * resolvers; those that are down last. The whole line stands twice, because a packet may be lost.
 */
public final class UpstreamLine implements RacingExchange.Line {
  private static final int ROUNDS = 2;

  private final List<Endpoint> upstreams;
  private final Supplier<List<Endpoint>> systemResolvers;
  private final RandomGenerator random;

  /**
   * @param systemResolvers the system's own resolvers as they are now
   * @param random safe for use by any thread
   */
  public UpstreamLine(
      List<Endpoint> upstreams, Supplier<List<Endpoint>> systemResolvers, RandomGenerator random) {
    this.upstreams = List.copyOf(upstreams);
    this.systemResolvers = systemResolvers;
    this.random = random;
  }

  @Override
  public List<Endpoint> up() {
    List<Endpoint> all =
        Stream.concat(alternating().stream(), systemResolvers.get().stream()).toList();
    List<Endpoint> line = new ArrayList<>(ROUNDS * all.size());
    all.stream().filter(e -> !e.isDown()).forEach(line::add);
    all.stream().filter(e -> !line.contains(e)).forEach(line::add);
    List<Endpoint> rounds = new ArrayList<>(line);
    for (int i = 1; i < ROUNDS; i++) {
      rounds.addAll(line);
    }
    return rounds;
  }

  /** One upstream of each operator, then the second of each, and so on. */
  private List<Endpoint> alternating() {
    Map<String, List<Endpoint>> byOperator = new LinkedHashMap<>();
    upstreams.forEach(u -> byOperator.computeIfAbsent(u.operator(), o -> new ArrayList<>()).add(u));
    List<List<Endpoint>> operators = new ArrayList<>(byOperator.values());
    Collections.shuffle(operators, Random.from(random));
    int most = operators.stream().mapToInt(Collection::size).max().orElse(0);
    List<Endpoint> line = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      for (List<Endpoint> operator : operators) {
        if (i < operator.size()) {
          line.add(operator.get(i));
        }
      }
    }
    return line;
  }

  /** Every upstream and system resolver, for {@code pando status}. */
  public List<Endpoint.State> states() {
    return Stream.concat(upstreams.stream(), systemResolvers.get().stream())
        .map(Endpoint::state)
        .toList();
  }

  /** How many upstreams there are, the system's own resolvers not counted. */
  public int size() {
    return upstreams.size();
  }

  /** How many operators they belong to. */
  public long operators() {
    return upstreams.stream().map(Endpoint::operator).distinct().count();
  }
}
