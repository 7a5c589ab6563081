package org.pando.resolver.upstream;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pando.resolver.config.UpstreamConfig;
import org.pando.resolver.config.UpstreamScheme;
import org.pando.resolver.config.UpstreamUrl;

/**
 * The upstreams of a node that was told of none: three operators that do not share a network, each
 * over HTTPS and TLS, and in the clear where that is allowed. Their addresses are here, so that
 * nothing needs DNS to start. They are named, with their policies, in the README.
 */
public final class BuiltInUpstreams {
  private record Service(String operator, String name, List<InetAddress> addresses) {
    Service(String operator, String name, String... addresses) {
      this(operator, name, Arrays.stream(addresses).map(InetAddress::ofLiteral).toList());
    }
  }

  private static final List<Service> SERVICES =
      List.of(
          new Service(
              "quad9", "dns.quad9.net", "9.9.9.9", "149.112.112.112", "2620:fe::fe", "2620:fe::9"),
          new Service(
              "cloudflare",
              "one.one.one.one",
              "1.1.1.1",
              "1.0.0.1",
              "2606:4700:4700::1111",
              "2606:4700:4700::1001"),
          new Service(
              "google",
              "dns.google",
              "8.8.8.8",
              "8.8.4.4",
              "2001:4860:4860::8888",
              "2001:4860:4860::8844"));

  private static final String PATH = "/dns-query";

  private BuiltInUpstreams() {}

  /**
   * @param allowPlain whether there are to be some in the clear
   */
  public static List<UpstreamConfig> of(boolean allowPlain) {
    return SERVICES.stream()
        .flatMap(
            service ->
                Stream.of(UpstreamScheme.HTTPS, UpstreamScheme.TLS, UpstreamScheme.UDP)
                    .filter(scheme -> allowPlain || scheme.encrypted())
                    .map(scheme -> config(service, scheme)))
        .toList();
  }

  private static UpstreamConfig config(Service service, UpstreamScheme scheme) {
    String path = scheme == UpstreamScheme.HTTPS ? PATH : "";
    return new UpstreamConfig(
        new UpstreamUrl(scheme, service.name(), scheme.defaultPort(), path),
        service.addresses(),
        Optional.of(service.operator()),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
