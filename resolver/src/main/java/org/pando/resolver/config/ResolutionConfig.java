package org.pando.resolver.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code [resolution]}: how names are resolved that are not ours.
 *
 * @param builtInUpstreams whether shipped upstreams are used when no general one is given
 * @param trustAnchors file with DS or DNSKEY records; none: the shipped root anchors
 * @param negativeTrustAnchors names below which nothing is validated (RFC 7646)
 * @param rootHints file; none: the shipped hints
 * @param qnameMinimisation RFC 9156
 * @param caseRandomisation whether the case of questions is random (0x20)
 * @param priming RFC 8109
 * @param queryLoopback whether recursion may follow delegations to 127.0.0.0/8 and ::1
 * @param sourceAddresses what outgoing questions are sent from; none: the system chooses
 * @param allowPlain whether a question may go out in the clear when encrypted upstreams fail
 * @param timeout the longest a question may take
 * @param staleAfter how long a client may wait before it gets a stale answer; zero: not at all
 * @param staleMaxAge how long an answer may be stale; zero: not at all
 * @param staleExclude names below which nothing stale is answered
 */
public record ResolutionConfig(
    boolean builtInUpstreams,
    DnssecMode dnssec,
    Optional<Path> trustAnchors,
    List<String> negativeTrustAnchors,
    RecursionMode recursion,
    Optional<Path> rootHints,
    boolean qnameMinimisation,
    boolean caseRandomisation,
    boolean priming,
    boolean queryLoopback,
    List<InetAddress> sourceAddresses,
    boolean allowPlain,
    SystemResolverMode systemResolver,
    Hedge hedge,
    Duration timeout,
    Duration staleAfter,
    Duration staleMaxAge,
    List<String> staleExclude) {
  static final Section<ResolutionConfig> SECTION =
      Section.of(
          ResolutionConfig.class,
          Row.Key.of(
              "built-in-upstreams", Types.bool(), true, "used when no general upstream is given"),
          Row.Key.of(
                  "dnssec", Types.oneOf(DnssecMode.class), DnssecMode.VALIDATE, "validate or off")
              .needs(Capability.DNSSEC),
          Row.Key.of(
                  "trust-anchors",
                  Types.optional(Types.path()),
                  Optional.empty(),
                  "file with DS or DNSKEY records; none: the shipped root anchors")
              .needs(Capability.DNSSEC),
          Row.Key.of(
                  "negative-trust-anchors",
                  Types.listOf(Types.domain()),
                  List.of(),
                  "names below which nothing is validated")
              .needs(Capability.DNSSEC),
          Row.Key.of(
                  "recursion",
                  Types.oneOf(RecursionMode.class),
                  RecursionMode.FALLBACK,
                  "resolving from the root servers: fallback, only or off")
              .needs(Capability.RECURSION),
          Row.Key.of(
                  "root-hints",
                  Types.optional(Types.path()),
                  Optional.empty(),
                  "file; none: the shipped hints")
              .needs(Capability.RECURSION),
          Row.Key.of(
                  "qname-minimisation",
                  Types.bool(),
                  true,
                  "recursion shows each server only the part of the name it needs")
              .needs(Capability.RECURSION),
          Row.Key.of(
                  "case-randomisation", Types.bool(), true, "questions have a random case (0x20)")
              .needs(Capability.CASE_RANDOMISATION),
          Row.Key.of("priming", Types.bool(), true, "recursion asks the root for its servers first")
              .needs(Capability.RECURSION),
          Row.Key.of(
                  "query-loopback",
                  Types.bool(),
                  false,
                  "recursion may follow delegations to 127.0.0.0/8 and ::1")
              .needs(Capability.RECURSION),
          Row.Key.of(
                  "source-addresses",
                  Types.listOf(Types.address()),
                  List.of(),
                  "addresses that outgoing questions are sent from; none: the system chooses")
              .needs(Capability.SOURCE_ADDRESSES),
          Row.Key.of(
              "allow-plain",
              Types.bool(),
              true,
              "a question may go out in the clear when encrypted upstreams fail"),
          Row.Key.of(
              "system-resolver",
              Types.oneOf(SystemResolverMode.class),
              SystemResolverMode.FALLBACK,
              "the network's own resolver as a late step: fallback or off"),
          Row.Key.of(
                  "hedge",
                  Types.hedge(),
                  new Hedge.Auto(),
                  "when a second upstream is asked too: auto, off or a duration")
              .needs(Capability.HEDGING),
          Row.Key.of(
              "timeout",
              Types.duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
              Duration.ofSeconds(4),
              "the longest a question may take"),
          Row.Key.of(
                  "stale-after",
                  Types.duration(Duration.ZERO, Duration.ofMinutes(1)),
                  Duration.ofMillis(1800),
                  "how long a client may wait before a stale answer; 0s: not at all")
              .needs(Capability.SERVE_STALE),
          Row.Key.of(
                  "stale-max-age",
                  Types.duration(Duration.ZERO, Duration.ofDays(30)),
                  Duration.ofDays(3),
                  "how long an answer may be stale; 0s: off")
              .needs(Capability.SERVE_STALE),
          Row.Key.of(
                  "stale-exclude",
                  Types.listOf(Types.domain()),
                  List.of(),
                  "names below which nothing stale is answered")
              .needs(Capability.SERVE_STALE));
}
