package org.pando.resolver.upstream;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.pando.resolver.config.UpstreamScheme;

/**
 * The upstreams of a node that was told of none: three operators that do not share a network, each
 * by two addresses. They are named, with their policies, in the README.
 */
public final class BuiltInUpstreams {
  private record Service(String operator, List<String> addresses) {}

  private static final List<Service> SERVICES =
      List.of(
          new Service("quad9", List.of("9.9.9.9", "149.112.112.112")),
          new Service("cloudflare", List.of("1.1.1.1", "1.0.0.1")),
          new Service("google", List.of("8.8.8.8", "8.8.4.4")));

  private BuiltInUpstreams() {}

  public static List<Endpoint> make(UpstreamFactory factory) {
    return SERVICES.stream().flatMap(service -> make(service, factory)).toList();
  }

  private static Stream<Endpoint> make(Service service, UpstreamFactory factory) {
    return service.addresses().stream()
        .map(
            address ->
                factory.upstream(service.operator(), UpstreamScheme.UDP, socketAddress(address)));
  }

  private static InetSocketAddress socketAddress(String literal) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), UpstreamScheme.UDP.defaultPort());
  }
}
