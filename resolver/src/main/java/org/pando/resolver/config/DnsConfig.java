package org.pando.resolver.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * {@code [dns]}: what clients ask.
 *
 * @param listen where DNS over UDP and TCP is answered
 * @param allowFrom who may ask; others are refused
 * @param tlsListen where DNS over TLS is answered
 * @param httpsListen where DNS over HTTPS is answered
 * @param specialNames whether special-use names and private reverse zones are answered here
 * @param extendedErrors whether answers say why they failed (RFC 8914)
 */
public record DnsConfig(
    List<ListenAddress> listen,
    List<AllowRule> allowFrom,
    List<ListenAddress> tlsListen,
    List<ListenAddress> httpsListen,
    boolean specialNames,
    boolean extendedErrors) {
  /** The port of DNS (RFC 1035). */
  public static final int PORT = 53;

  /** The port of DNS over TLS (RFC 7858). */
  public static final int TLS_PORT = 853;

  /** The port of DNS over HTTPS (RFC 8484). */
  public static final int HTTPS_PORT = 443;

  static final Section<DnsConfig> SECTION =
      Section.of(
          DnsConfig.class,
          Row.Key.of(
              "listen",
              Types.listOf(Types.listenAddress()),
              loopback(),
              "address[:port], port 53; UDP and TCP on each"),
          Row.Key.of(
              "allow-from",
              Types.listOf(Types.allowRule()),
              List.of(AllowRule.Local.LOCAL),
              "local, or address prefixes; others are refused"),
          Row.Key.of(
                  "tls-listen",
                  Types.listOf(Types.listenAddress()),
                  List.of(),
                  "DNS over TLS, port 853")
              .needs(Capability.TLS_LISTENER),
          Row.Key.of(
                  "https-listen",
                  Types.listOf(Types.listenAddress()),
                  List.of(),
                  "DNS over HTTPS (/dns-query), port 443")
              .needs(Capability.HTTPS_LISTENER),
          Row.Key.of(
                  "special-names",
                  Types.bool(),
                  true,
                  "special-use names and private reverse zones are answered here")
              .needs(Capability.SPECIAL_NAMES),
          Row.Key.of("extended-errors", Types.bool(), true, "answers say why they failed"));

  private static List<ListenAddress> loopback() {
    return Stream.of("127.0.0.1", "::1")
        .map(IpLiteral::parse)
        .flatMap(Optional::stream)
        .map(address -> new ListenAddress(address, OptionalInt.empty()))
        .toList();
  }
}
