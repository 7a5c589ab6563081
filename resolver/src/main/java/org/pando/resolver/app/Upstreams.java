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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pando.resolver.answer.QueueInbox;
import org.pando.resolver.answer.ResolutionException;
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
import org.pando.resolver.upstream.NamedUpstream;
import org.pando.resolver.upstream.SystemResolvers;
import org.pando.resolver.upstream.UpstreamFactory;
import org.pando.resolver.upstream.UpstreamLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;

/**
 * The upstreams that the configuration asks for: the general ones, and those that are asked for the
 * names below some domains only. Any thread.
 */
final class Upstreams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Upstreams.class);

  /**
   * resolv.conf files in the order of trust: where systemd-resolved runs, the second names only
   * itself.
   */
  private static final List<Path> RESOLV_CONF =
      List.of(Path.of("/run/systemd/resolve/resolv.conf"), Path.of("/etc/resolv.conf"));

  private static final int MOST_EXTRA = 400;

  /** The upstreams for the names below a domain. */
  private record Route(Name below, UpstreamLine line) {}

  /** Where upstreams come from, and those of them that are not this node, as they were lately. */
  private final class Members implements Supplier<List<Endpoint>> {
    private final List<Supplier<List<Endpoint>>> sources;
    private final Set<Endpoint> refused = ConcurrentHashMap.newKeySet();
    private volatile List<Endpoint> now = List.of();

    Members(List<Supplier<List<Endpoint>>> sources) {
      this.sources = List.copyOf(sources);
      members.add(this);
      refresh();
    }

    @Override
    public List<Endpoint> get() {
      return now;
    }

    void refresh() {
      now = sources.stream().flatMap(s -> s.get().stream()).filter(this::isSomebodyElse).toList();
    }

    private boolean isSomebodyElse(Endpoint endpoint) {
      boolean isOurs = ourselves.test(endpoint.address());
      if (isOurs && refused.add(endpoint)) {
        LOG.warn(
            "upstream {} is this node itself: it is not asked; remove it from the configuration",
            endpoint.label());
      }
      return !isOurs;
    }
  }

  private final Config config;
  private final NodeClock clock;
  private final LoopCheck loopCheck;
  private final UpstreamFactory factory;
  private final Runnable recovered;
  private final List<UpstreamConfig> generalServers;
  private final UpstreamLine general;
  private final List<Route> routes;
  private final NetworkChange networkChange;
  private final Predicate<InetSocketAddress> ourselves;
  private final NamedUpstream.Book book;
  private final List<NamedUpstream> named = new ArrayList<>();
  private final List<Members> members = new ArrayList<>();

  /**
   * @param ourselves whether this node answers on an address
   * @param book keeps addresses of upstreams that have names only
   * @param recovered run when upstreams are well again after none was
   * @throws IOException when a file that the configuration names cannot be used
   */
  Upstreams(
      Config config,
      UpstreamFactory factory,
      Predicate<InetSocketAddress> ourselves,
      NamedUpstream.Book book,
      NodeClock clock,
      Runnable recovered)
      throws IOException {
    this.config = config;
    this.clock = clock;
    this.loopCheck = factory.loopCheck();
    this.factory = factory;
    this.ourselves = ourselves;
    this.book = book;
    this.recovered = recovered;
    this.networkChange = new NetworkChange(clock);
    this.generalServers = generalServers();
    this.general = line(new Members(sources()));
    this.routes = routes();
  }

  private UpstreamLine line(Supplier<List<Endpoint>> upstreams) {
    return new UpstreamLine(
        upstreams, config.resolution().hedge(), clock.random(), clock.nanos(), recovered);
  }

  /** Makes upstreams as the configuration wants all of them. */
  static UpstreamFactory factory(Config config, IoEventLoop loop, KnownTime time, NodeClock clock) {
    UpstreamFactory.Rules rules =
        new UpstreamFactory.Rules(
            config.resolution().caseRandomisation(), config.resolution().sourceAddresses());
    LoopCheck loopCheck = new LoopCheck(clock.random());
    return new UpstreamFactory(loop, rules, loopCheck, clock.random(), clock.nanos(), time);
  }

  private List<Supplier<List<Endpoint>>> sources() throws IOException {
    List<Supplier<List<Endpoint>>> sources = new ArrayList<>();
    for (UpstreamConfig u : generalServers) {
      sources.add(endpoints(u));
    }
    if (mayAskInTheClear(generalServers)) {
      sources.add(system());
    }
    return sources;
  }

  /** What is asked for all names, the system's own resolver aside. */
  private List<UpstreamConfig> generalServers() {
    List<UpstreamConfig> written =
        config.upstreams().stream().filter(u -> u.domains().isEmpty()).toList();
    ResolutionConfig resolution = config.resolution();
    List<UpstreamConfig> all =
        written.isEmpty() && resolution.builtInUpstreams()
            ? BuiltInUpstreams.of(resolution.allowPlain())
            : written;
    return mayAskInTheClear(all)
        ? all
        : all.stream().filter(u -> u.url().scheme().encrypted()).toList();
  }

  /** Where nothing encrypted is there to fail, what was written is asked. */
  private boolean mayAskInTheClear(List<UpstreamConfig> servers) {
    return config.resolution().allowPlain()
        || servers.stream().noneMatch(u -> u.url().scheme().encrypted());
  }

  /** How many upstreams there are for names in general, addresses of one counted once. */
  int count() {
    return generalServers.size();
  }

  /** How many operators they belong to. */
  int operators() {
    return (int) generalServers.stream().map(UpstreamConfig::operatorOrGuess).distinct().count();
  }

  private Supplier<List<Endpoint>> endpoints(UpstreamConfig upstream) throws IOException {
    List<InetSocketAddress> addresses = upstream.endpoints();
    if (addresses.isEmpty()) {
      NamedUpstream one = factory.named(upstream, book);
      named.add(one);
      return one;
    }
    List<Endpoint> endpoints = addresses.stream().map(factory.upstreams(upstream)).toList();
    return () -> endpoints;
  }

  private Supplier<List<Endpoint>> system() {
    return config.resolution().systemResolver() == SystemResolverMode.OFF
        ? List::of
        : new SystemResolvers(RESOLV_CONF, ourselves, factory, clock.nanos());
  }

  /** The longest domain first: it says more about a name than one above it. */
  private List<Route> routes() throws IOException {
    Map<UpstreamConfig, Supplier<List<Endpoint>>> made = new HashMap<>();
    for (UpstreamConfig u : config.upstreams()) {
      if (!u.domains().isEmpty()) {
        made.put(u, endpoints(u));
      }
    }
    return made.keySet().stream()
        .flatMap(u -> u.domains().stream())
        .distinct()
        .map(domain -> route(domain, made))
        .sorted(Comparator.comparingInt((Route r) -> r.below().labels()).reversed())
        .toList();
  }

  private Route route(String domain, Map<UpstreamConfig, Supplier<List<Endpoint>>> made) {
    List<Supplier<List<Endpoint>>> sources =
        made.keySet().stream().filter(u -> u.domains().contains(domain)).map(made::get).toList();
    return new Route(Name.fromConstantString(domain + "."), line(new Members(sources)));
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
    named.forEach(one -> one.tend(() -> others(one)));
    members.forEach(Members::refresh);
    lines().forEach(UpstreamLine::tend);
  }

  /** Those that are asked for the names below a domain only, the longest domain first. */
  Map<String, List<Endpoint.State>> statesByDomain() {
    Map<String, List<Endpoint.State>> states = new LinkedHashMap<>();
    routes.forEach(r -> states.put(r.below().toString(true), r.line().states()));
    return states;
  }

  /** Who can be asked for the addresses of an upstream: the general ones in their order. */
  private List<RacingExchange.Runner> others(NamedUpstream one) {
    try {
      List<Endpoint> itself = one.get();
      return general.up().stream()
          .map(RacingExchange.Starter::runner)
          .filter(runner -> !itself.contains(runner))
          .toList();
    } catch (ResolutionException e) {
      return List.of();
    }
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
