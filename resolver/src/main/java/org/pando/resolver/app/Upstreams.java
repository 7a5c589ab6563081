package org.pando.resolver.app;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.pando.resolver.config.Config;
import org.pando.resolver.config.SystemResolverMode;
import org.pando.resolver.config.UpstreamConfig;
import org.pando.resolver.upstream.BuiltInUpstreams;
import org.pando.resolver.upstream.Endpoint;
import org.pando.resolver.upstream.SystemResolvers;
import org.pando.resolver.upstream.UpstreamFactory;
import org.pando.resolver.upstream.UpstreamLine;

/** Makes the upstreams that the configuration asks for. */
final class Upstreams {
  /**
   * resolv.conf files in the order of trust: where systemd-resolved runs, the second names only
   * itself.
   */
  private static final List<Path> RESOLV_CONF =
      List.of(Path.of("/run/systemd/resolve/resolv.conf"), Path.of("/etc/resolv.conf"));

  private Upstreams() {}

  /**
   * @param ourselves whether this node answers on an address
   */
  static UpstreamLine of(Config config, Predicate<InetSocketAddress> ourselves, NodeClock clock) {
    UpstreamFactory factory = new UpstreamFactory(clock.random(), clock.nanos());
    return new UpstreamLine(
        general(config, factory), system(config, ourselves, factory, clock), clock.random());
  }

  private static List<Endpoint> general(Config config, UpstreamFactory factory) {
    if (config.upstreams().isEmpty()) {
      return config.resolution().builtInUpstreams() ? BuiltInUpstreams.make(factory) : List.of();
    }
    return config.upstreams().stream()
        .flatMap(upstream -> endpoints(upstream, factory).stream())
        .toList();
  }

  private static List<Endpoint> endpoints(UpstreamConfig upstream, UpstreamFactory factory) {
    return upstream.endpoints().stream()
        .map(
            address ->
                factory.upstream(upstream.operatorOrGuess(), upstream.url().scheme(), address))
        .toList();
  }

  private static Supplier<List<Endpoint>> system(
      Config config,
      Predicate<InetSocketAddress> ourselves,
      UpstreamFactory factory,
      NodeClock clock) {
    return config.resolution().systemResolver() == SystemResolverMode.OFF
        ? List::of
        : new SystemResolvers(RESOLV_CONF, ourselves, factory, clock.nanos());
  }
}
