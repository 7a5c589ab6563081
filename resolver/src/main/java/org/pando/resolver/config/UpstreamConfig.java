package org.pando.resolver.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code [[upstream]]}: a server that is asked.
 *
 * @param addresses where it is reached when its url has a name, so that nothing needs DNS to start;
 *     none: other upstreams are asked for them
 * @param operator who runs it: one operator is one failure domain; none: guessed from the name
 * @param domains only names below these are asked there; none: everything
 * @param tlsName the name its certificate must have; none: the host of the url
 * @param caFile file with the authorities to trust; none: those of the system
 * @param pins the SHA-256 of accepted public keys in base64; none: any that is certified
 */
public record UpstreamConfig(
    UpstreamUrl url,
    List<InetAddress> addresses,
    Optional<String> operator,
    List<String> domains,
    Optional<String> tlsName,
    Optional<Path> caFile,
    List<String> pins) {
  static final Section<UpstreamConfig> SECTION =
      Section.of(
              UpstreamConfig.class,
              Row.Key.required(
                      "url",
                      Types.upstreamUrl(),
                      "udp:// tcp:// tls:// https://; a bare address is udp; ports default to 53,"
                          + " 853, 443")
                  .needs(
                      url -> url.scheme().needs(),
                      "write a url with udp:// or tcp:// or remove this table"),
              Row.Key.of(
                  "addresses",
                  Types.listOf(Types.address()),
                  List.of(),
                  "of a url with a name, so that nothing needs DNS to start; none: asked for"),
              Row.Key.of(
                  "operator",
                  Types.optional(Types.text()),
                  Optional.empty(),
                  "one operator is one failure domain; guessed from the name when absent"),
              Row.Key.of(
                      "domains",
                      Types.listOf(Types.domain()),
                      List.of(),
                      "conditional forwarding: only for these suffixes; none: everything")
                  .needs(Capability.CONDITIONAL_FORWARDING),
              Row.Key.of(
                      "tls-name",
                      Types.optional(Types.domain()),
                      Optional.empty(),
                      "the name its certificate must have; none: the host of the url")
                  .needs(Capability.TLS_UPSTREAM),
              Row.Key.of(
                      "ca-file",
                      Types.optional(Types.path()),
                      Optional.empty(),
                      "file with the authorities to trust; none: those of the system")
                  .needs(Capability.TLS_UPSTREAM),
              Row.Key.of(
                      "pins",
                      Types.listOf(Types.pin()),
                      List.of(),
                      "the SHA-256 of accepted public keys in base64")
                  .needs(Capability.TLS_UPSTREAM))
          .checkedBy(UpstreamConfig::check);

  /** Where it is reached: the address in the url, then the other addresses, each once. */
  public List<InetSocketAddress> endpoints() {
    return Stream.concat(url.address().stream(), addresses.stream())
        .distinct()
        .map(address -> new InetSocketAddress(address, url.port()))
        .toList();
  }

  /**
   * Who runs it: as written, else the part of the host name that its owner chose ({@code quad9} of
   * {@code dns.quad9.net}), else the address.
   */
  public String operatorOrGuess() {
    return operator.orElseGet(
        () -> {
          String name = tlsName.filter(n -> url.address().isPresent()).orElse(url.host());
          String[] labels = name.split("\\.", -1);
          boolean guessable = labels.length > 1 && IpLiteral.parse(name).isEmpty();
          return guessable ? labels[labels.length - 2] : name;
        });
  }

  private void check(Scope scope) {
    if (!url.scheme().encrypted()) {
      onlyEncrypted("tls-name", tlsName.isPresent(), scope);
      onlyEncrypted("ca-file", caFile.isPresent(), scope);
      onlyEncrypted("pins", !pins.isEmpty(), scope);
    }
  }

  private void onlyEncrypted(String key, boolean written, Scope scope) {
    if (written) {
      scope.problem(
          key,
          "means nothing for " + url.scheme().text() + "://",
          "remove the line or write a url with tls:// or https://");
    }
  }
}
