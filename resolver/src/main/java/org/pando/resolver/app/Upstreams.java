package org.pando.resolver.app;

import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pando.resolver.answer.QueueInbox;
import org.pando.resolver.config.Config;
import org.pando.resolver.config.ResolutionConfig;
import org.pando.resolver.config.SystemResolverMode;
import org.pando.resolver.config.UpstreamConfig;
import org.pando.resolver.exchange.Exchange;
import org.pando.resolver.exchange.RacingExchange;
import org.pando.resolver.exchange.RoutingExchange;
import org.pando.resolver.upstream.BuiltInUpstreams;
import org.pando.resolver.upstream.Endpoint;
import org.pando.resolver.upstream.KnownTime;
import org.pando.resolver.upstream.LoopCheck;
import org.pando.resolver.upstream.SystemResolvers;
import org.pando.resolver.upstream.UpstreamFactory;
import org.pando.resolver.upstream.UpstreamLine;
import org.xbill.DNS.Name;

/**
 * The upstreams that the configuration asks for: the general ones, and those that are asked for the
 * names below some domains only. Any thread.
 */
final class Upstreams implements AutoCloseable {
  /**
   * resolv.conf files in the order of trust: where systemd-resolved runs, the second names only
   * itself.
   */
  private static final List<Path> RESOLV_CONF =
      List.of(Path.of("/run/systemd/resolve/resolv.conf"), Path.of("/etc/resolv.conf"));

  private static final int MOST_EXTRA = 400;

  /** The upstreams for the names below a domain. */
  private record Route(Name below, UpstreamLine line) {}

  private final Config config;
  private final NodeClock clock;
  private final LoopCheck loopCheck;
  private final UpstreamFactory factory;
  private final Runnable recovered;
  private final UpstreamLine general;
  private final List<Route> routes;
  private final NetworkChange networkChange;

  /**
   * @param loop receives replies and owns connections
   * @param ourselves whether this node answers on an address
   * @param time for dates of certificates
   * @param recovered run when upstreams are well again after none was
   */
  Upstreams(
      Config config,
      IoEventLoop loop,
      Predicate<InetSocketAddress> ourselves,
      NodeClock clock,
      KnownTime time,
      Runnable recovered)
      throws IOException {
    this.config = config;
    this.clock = clock;
    this.loopCheck = new LoopCheck(clock.random());
    UpstreamFactory.Rules rules =
        new UpstreamFactory.Rules(
            config.resolution().caseRandomisation(), config.resolution().sourceAddresses());
    this.factory = new UpstreamFactory(loop, rules, loopCheck, clock.random(), clock.nanos(), time);
    this.recovered = recovered;
    this.networkChange = new NetworkChange(clock);
    List<Endpoint> fixed = general();
    Supplier<List<Endpoint>> system = system(ourselves);
    this.general = line(() -> Stream.concat(fixed.stream(), system.get().stream()).toList());
    this.routes = routes();
  }

  private UpstreamLine line(Supplier<List<Endpoint>> upstreams) {
    return new UpstreamLine(
        upstreams, config.resolution().hedge(), clock.random(), clock.nanos(), recovered);
  }

  private List<Endpoint> general() throws IOException {
    List<UpstreamConfig> written =
        config.upstreams().stream().filter(u -> u.domains().isEmpty()).toList();
    ResolutionConfig resolution = config.resolution();
    boolean isBuiltIn = written.isEmpty() && resolution.builtInUpstreams();
    List<Endpoint> endpoints = new ArrayList<>();
    for (UpstreamConfig u : isBuiltIn ? BuiltInUpstreams.of(resolution.allowPlain()) : written) {
      endpoints.addAll(factory.upstreams(u));
    }
    return endpoints;
  }

  private Supplier<List<Endpoint>> system(Predicate<InetSocketAddress> ourselves) {
    return config.resolution().systemResolver() == SystemResolverMode.OFF
        ? List::of
        : new SystemResolvers(RESOLV_CONF, ourselves, factory, clock.nanos());
  }

  /** The longest domain first: it says more about a name than one above it. */
  private List<Route> routes() throws IOException {
    Map<UpstreamConfig, List<Endpoint>> made = new HashMap<>();
    for (UpstreamConfig u : config.upstreams()) {
      if (!u.domains().isEmpty()) {
        made.put(u, factory.upstreams(u));
      }
    }
    return made.keySet().stream()
        .flatMap(u -> u.domains().stream())
        .distinct()
        .map(domain -> route(domain, made))
        .sorted(Comparator.comparingInt((Route r) -> r.below().labels()).reversed())
        .toList();
  }

  private Route route(String domain, Map<UpstreamConfig, List<Endpoint>> made) {
    List<Endpoint> endpoints = new ArrayList<>();
    made.forEach((u, its) -> endpoints.addAll(u.domains().contains(domain) ? its : List.of()));
    return new Route(Name.fromConstantString(domain + "."), line(() -> endpoints));
  }

  /**
   * The way out for questions.
   *
   * @param ours whether a name belongs to a registry network
   * @param special whether a name means nothing to general upstreams
   */
  Exchange exchange(Predicate<Name> ours, Predicate<Name> special) {
    return new RoutingExchange(
        name -> ours.test(name),
        loopCheck::caught,
        routes.stream().map(r -> new RoutingExchange.Route(r.below(), race(r.line()))).toList(),
        special,
        race(general));
  }

  private static Exchange race(UpstreamLine line) {
    return new RacingExchange(line, QueueInbox::new, MOST_EXTRA);
  }

  /** Whether some upstreams of their own are asked for a name. */
  boolean isRouted(Name name) {
    return routes.stream().anyMatch(r -> name.subdomain(r.below()));
  }

  /** Whether nobody can be expected to answer for a name. */
  boolean isOut(Name name) {
    return routes.stream()
        .filter(r -> name.subdomain(r.below()))
        .findFirst()
        .map(Route::line)
        .orElse(general)
        .isOut();
  }

  /** Looks after them; called a few times a second by one thread. */
  void tend() {
    if (networkChange.happened()) {
      lines().forEach(UpstreamLine::forget);
    }
    lines().forEach(UpstreamLine::tend);
  }

  /** Those that are asked for the names below a domain only, the longest domain first. */
  Map<String, List<Endpoint.State>> statesByDomain() {
    Map<String, List<Endpoint.State>> states = new LinkedHashMap<>();
    routes.forEach(r -> states.put(r.below().toString(true), r.line().states()));
    return states;
  }

  /** The general ones. */
  UpstreamLine line() {
    return general;
  }

  private Stream<UpstreamLine> lines() {
    return Stream.concat(Stream.of(general), routes.stream().map(Route::line));
  }

  @Override
  public void close() {
    lines().forEach(UpstreamLine::close);
  }
}
