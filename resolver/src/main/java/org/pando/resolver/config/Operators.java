package org.pando.resolver.config;

import java.util.List;

/** Warns of a configuration where one operator's failure takes all names away. */
final class Operators {
  private static final String QUAD9 =
      "url = \"https://dns.quad9.net/dns-query\" with addresses = [\"9.9.9.9\"]";
  private static final String CLOUDFLARE =
      "url = \"https://one.one.one.one/dns-query\" with addresses = [\"1.1.1.1\"]";

  private Operators() {}

  static void check(Config config, Scope top) {
    List<String> operators =
        config.upstreams().stream()
            .filter(upstream -> upstream.domains().isEmpty())
            .map(UpstreamConfig::operatorOrGuess)
            .distinct()
            .toList();
    if (operators.size() == 1) {
      String example = operators.contains("quad9") ? CLOUDFLARE : QUAD9;
      top.reading()
          .warning(
              top.table().placeOf("upstream"),
              "[[upstream]]: all general upstreams belong to one operator, " + operators.getFirst(),
              "when it fails, so do names: add an [[upstream]] of another, such as " + example);
    }
  }
}
