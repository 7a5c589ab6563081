package org.pando.resolver.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Public resolvers whose names and addresses do not show that one operator runs them: {@code
 * 1.1.1.1}, {@code 1.0.0.1} and {@code one.one.one.one} fail together. From the operators' own
 * lists.
 */
final class KnownOperators {
  /**
   * @param domains its names are these, or below them
   * @param prefixes its addresses are in these
   */
  private record Operator(String name, List<String> domains, List<Prefix> prefixes) {
    static Operator of(String name, List<String> domains, String... prefixes) {
      return new Operator(name, domains, List.of(prefixes).stream().map(Operator::prefix).toList());
    }

    private static Prefix prefix(String text) {
      int slash = text.indexOf('/');
      InetAddress address = InetAddress.ofLiteral(text.substring(0, slash));
      return Prefix.of(address, Integer.parseInt(text.substring(slash + 1)));
    }

    boolean hasName(String host) {
      return domains.stream().anyMatch(d -> host.equals(d) || host.endsWith("." + d));
    }
  }

  private static final List<Operator> ALL =
      List.of(
          Operator.of(
              "cloudflare",
              List.of("one.one.one.one", "cloudflare-dns.com"),
              "1.1.1.0/24",
              "1.0.0.0/24",
              "2606:4700:4700::/64"),
          Operator.of(
              "google",
              List.of("dns.google", "google.com"),
              "8.8.8.0/24",
              "8.8.4.0/24",
              "2001:4860:4860::/48"),
          Operator.of(
              "quad9", List.of("quad9.net"), "9.9.9.0/24", "149.112.112.0/24", "2620:fe::/48"),
          Operator.of(
              "opendns",
              List.of("opendns.com", "umbrella.com"),
              "208.67.216.0/21",
              "2620:119:35::/48",
              "2620:119:53::/48"),
          Operator.of(
              "adguard",
              List.of("adguard-dns.com", "adguard.com"),
              "94.140.14.0/23",
              "2a10:50c0::/32"),
          Operator.of("nextdns", List.of("nextdns.io"), "45.90.28.0/22", "2a07:a8c0::/29"));

  private KnownOperators() {}

  /** Who runs a resolver of this name. */
  static Optional<String> ofName(String host) {
    return ALL.stream().filter(o -> o.hasName(host)).map(Operator::name).findFirst();
  }

  /** Who runs a resolver at this address. */
  static Optional<String> ofAddress(InetAddress address) {
    return ALL.stream()
        .filter(o -> o.prefixes().stream().anyMatch(p -> p.contains(address.getAddress())))
        .map(Operator::name)
        .findFirst();
  }
}
