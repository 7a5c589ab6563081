package org.pando.resolver.upstream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Step;
import org.pando.resolver.config.Hedge;
import org.pando.resolver.exchange.Race;
import org.pando.resolver.exchange.RacingExchange;
import org.pando.resolver.exchange.RacingExchange.Starter;
import org.pando.resolver.upstream.UpstreamHealth.State;

/**
 * The order in which upstreams are asked. Any thread.
 *
 * <p>Of the operators that are well two are drawn at random, and the better one is first: by its
 * usual time, and by how often its replies are of use. The next is drawn the same way from the
 * rest, and so on; neighbours never share a failure. Then comes the second upstream of each.
 * Encrypted upstreams come before plain ones and those before the system's own resolvers; whoever
 * is not well comes last.
 */
public final class UpstreamLine implements RacingExchange.Line {
  private static final Duration TRY = Duration.ofSeconds(2);
  private static final long IN_USE_NANOS = 10_000_000_000L;

  private final Supplier<List<Endpoint>> upstreams;
  private final Hedge hedge;
  private final RandomGenerator random;
  private final LongSupplier nanos;
  private final Runnable recovered;
  private final AtomicBoolean out = new AtomicBoolean();
  private volatile long askedAt;

  /**
   * @param upstreams as they are now
   * @param hedge when a second upstream is asked too
   * @param random safe for use by any thread
   * @param recovered run when the first of them is well again after none was; any thread
   */
  public UpstreamLine(
      Supplier<List<Endpoint>> upstreams,
      Hedge hedge,
      RandomGenerator random,
      LongSupplier nanos,
      Runnable recovered) {
    this.upstreams = upstreams;
    this.hedge = hedge;
    this.random = random;
    this.nanos = nanos;
    this.recovered = recovered;
    this.askedAt = nanos.getAsLong() - IN_USE_NANOS;
  }

  @Override
  public List<Starter> up() throws ResolutionException {
    askedAt = nanos.getAsLong();
    List<Ranked> all = ranked();
    if (all.isEmpty()) {
      throw new ResolutionException(
          Failure.NO_UPSTREAM, "no upstream and no system resolver to ask");
    }
    if (all.stream().allMatch(r -> r.state() == State.DOWN)) {
      throw new ResolutionException(Failure.NO_UPSTREAM, downText(all));
    }
    List<Starter> line = new ArrayList<>(all.size());
    withFurther(all)
        .collect(Collectors.groupingBy(Ranked::group, TreeMap::new, Collectors.toList()))
        .values()
        .forEach(group -> inTurn(group, line));
    return line;
  }

  /**
   * An upstream as it is at one moment.
   *
   * @param further whether it is one more address of the same transport to the same operator
   */
  private record Ranked(Endpoint endpoint, State state, double score, boolean further) {
    /** Whoever is well by tier, then the rest by how well they are. */
    int group() {
      return switch (state) {
        case WELL -> tier().order();
        case SUSPECT -> Tier.values().length;
        case UNUSABLE -> Tier.values().length + 1;
        case DOWN -> Tier.values().length + 2;
        case LOOPING -> throw new IllegalStateException("an upstream that asks us is not asked");
      };
    }

    Tier tier() {
      if (endpoint.step() == Step.SYSTEM_RESOLVER) {
        return Tier.SYSTEM;
      }
      if (!endpoint.scheme().encrypted()) {
        return Tier.PLAIN;
      }
      return further ? Tier.ENCRYPTED_FURTHER : Tier.ENCRYPTED;
    }

    String transport() {
      return endpoint.operator() + " " + endpoint.scheme();
    }

    Ranked asFurther() {
      return new Ranked(endpoint, state, score, true);
    }
  }

  private List<Ranked> ranked() {
    return upstreams.get().stream()
        .map(e -> new Ranked(e, e.health().state(), e.health().score(), false))
        .filter(r -> r.state() != State.LOOPING)
        .toList();
  }

  /** The best address of each transport to an operator comes first; the others can wait. */
  private static Stream<Ranked> withFurther(List<Ranked> all) {
    Set<String> seen = new HashSet<>();
    return all.stream()
        .sorted(Comparator.comparingInt(Ranked::group).thenComparingDouble(Ranked::score))
        .map(r -> seen.add(r.transport()) ? r : r.asFurther());
  }

  private static String downText(List<Ranked> all) {
    Endpoint one = all.getFirst().endpoint();
    String them = all.size() == 1 ? "the only upstream is" : "all " + all.size() + " upstreams are";
    return them + " down: " + one.label() + ": " + one.health().why();
  }

  /** One upstream of each operator, then the second of each, and so on. */
  private void inTurn(List<Ranked> group, List<Starter> line) {
    Map<String, List<Ranked>> byOperator = new LinkedHashMap<>();
    group.stream()
        .sorted(Comparator.comparingDouble(Ranked::score))
        .forEach(
            r ->
                byOperator
                    .computeIfAbsent(r.endpoint().operator(), o -> new ArrayList<>(1))
                    .add(r));
    List<List<Ranked>> operators = drawn(new ArrayList<>(byOperator.values()));
    int most = operators.stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < most; i++) {
      for (List<Ranked> operator : operators) {
        if (i < operator.size()) {
          line.add(starter(operator.get(i), line));
        }
      }
    }
  }

  /** The better of two random ones, again and again. */
  private List<List<Ranked>> drawn(List<List<Ranked>> operators) {
    List<List<Ranked>> order = new ArrayList<>(operators.size());
    while (operators.size() > 1) {
      int a = random.nextInt(operators.size());
      int b = random.nextInt(operators.size() - 1);
      b += b >= a ? 1 : 0;
      boolean first = score(operators, a) <= score(operators, b);
      order.add(operators.remove(first ? a : b));
    }
    order.addAll(operators);
    return order;
  }

  private static double score(List<List<Ranked>> operators, int i) {
    return operators.get(i).getFirst().score();
  }

  /** Who is not well does not wait for a tier of its own. */
  private Starter starter(Ranked ranked, List<Starter> line) {
    UpstreamHealth health = ranked.endpoint().health();
    int last = line.isEmpty() ? 0 : line.getLast().pace().tier();
    int tier = ranked.state() == State.WELL ? ranked.tier().order() : last;
    long patience =
        switch (hedge) {
          case Hedge.Auto() -> health.patienceNanos();
          case Hedge.Off() -> TRY.toNanos();
          case Hedge.After(Duration delay) -> delay.toNanos();
        };
    long resend = hedge instanceof Hedge.Off ? 0 : health.resendNanos();
    return new Starter(ranked.endpoint(), new Race.Pace(tier, patience, resend));
  }

  /** Looks after the upstreams. Called a few times a second by one thread. */
  public void tend() {
    boolean inUse = nanos.getAsLong() - askedAt < IN_USE_NANOS;
    boolean isOut = out.get();
    upstreams.get().forEach(e -> e.tend(inUse, isOut, this::look));
    look();
  }

  /** Whether nobody can be expected to answer: all are down, or have nothing to say. */
  public boolean isOut() {
    return out.get();
  }

  private void look() {
    List<Ranked> all = ranked();
    boolean nobody = !all.isEmpty() && all.stream().noneMatch(r -> r.state().works());
    if (out.getAndSet(nobody) && !nobody) {
      recovered.run();
    }
  }

  /** The network is another one, or the computer has slept: what was known means nothing now. */
  public void forget() {
    upstreams.get().forEach(Endpoint::forget);
    look();
  }

  /** Every upstream and system resolver as they are now. */
  public List<Endpoint> endpoints() {
    return upstreams.get();
  }

  /** Every upstream and system resolver, for {@code pando upstreams}. */
  public List<Endpoint.State> states() {
    return upstreams.get().stream().map(Endpoint::state).toList();
  }

  /** Closes connections. */
  public void close() {
    upstreams.get().forEach(Endpoint::close);
  }
}
