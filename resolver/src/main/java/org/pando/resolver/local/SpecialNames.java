package org.pando.resolver.local;

import static org.pando.resolver.local.SpecialName.Treatment.EMPTY_ZONE;
import static org.pando.resolver.local.SpecialName.Treatment.LOOPBACK;
import static org.pando.resolver.local.SpecialName.Treatment.NO_DATA;
import static org.pando.resolver.local.SpecialName.Treatment.NO_NAME;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.local.SpecialName.Treatment;
import org.xbill.DNS.Name;

/**
 * The table of special-use names and locally served zones. A network's suffix counts more than a
 * row, and so does a local record or a hosts file unless the row is kept.
 *
 * <p>{@code example} and its like are not here: RFC 6761 section 6.5 wants them resolved as usual.
 * Neither is {@code ipv4only.arpa}: RFC 8880 section 7.1 wants forwarders to pass it on, so that a
 * DNS64 behind them is found.
 */
public final class SpecialNames {
  private static final String RFC_6303 = "RFC 6303 section 4.";

  static final List<SpecialName> TABLE =
      Stream.of(
              kept("localhost", LOOPBACK, "RFC 6761 section 6.3"),
              kept("invalid", NO_NAME, "RFC 6761 section 6.4"),
              kept("onion", NO_NAME, "RFC 7686 section 2"),
              row("test", NO_NAME, "RFC 6761 section 6.2"),
              row("local", NO_NAME, "RFC 6762 section 22.1"),
              row("alt", NO_NAME, "RFC 9476 section 2"),
              row("internal", NO_NAME, "ICANN, SAC113"),
              row("use-application-dns.net", NO_NAME, "canary domain of Mozilla"),
              row("home.arpa", EMPTY_ZONE, "RFC 8375 section 4"),
              row("service.arpa", EMPTY_ZONE, "RFC 9665 section 8.4"),
              row("resolver.arpa", NO_DATA, "RFC 9462 section 6.4"),
              row("10.in-addr.arpa", EMPTY_ZONE, RFC_6303 + 1),
              rows(16, 31, "172.in-addr.arpa", RFC_6303 + 1),
              row("168.192.in-addr.arpa", EMPTY_ZONE, RFC_6303 + 1),
              row("0.in-addr.arpa", EMPTY_ZONE, RFC_6303 + 2),
              row("127.in-addr.arpa", EMPTY_ZONE, RFC_6303 + 2),
              row("254.169.in-addr.arpa", EMPTY_ZONE, RFC_6303 + 2),
              row("2.0.192.in-addr.arpa", EMPTY_ZONE, RFC_6303 + 2),
              row("100.51.198.in-addr.arpa", EMPTY_ZONE, RFC_6303 + 2),
              row("113.0.203.in-addr.arpa", EMPTY_ZONE, RFC_6303 + 2),
              row("255.255.255.255.in-addr.arpa", EMPTY_ZONE, RFC_6303 + 2),
              row("0." + "0.".repeat(31) + "ip6.arpa", EMPTY_ZONE, RFC_6303 + 3),
              row("1." + "0.".repeat(31) + "ip6.arpa", EMPTY_ZONE, RFC_6303 + 3),
              row("d.f.ip6.arpa", EMPTY_ZONE, RFC_6303 + 4),
              row("8.e.f.ip6.arpa", EMPTY_ZONE, RFC_6303 + 5),
              row("9.e.f.ip6.arpa", EMPTY_ZONE, RFC_6303 + 5),
              row("a.e.f.ip6.arpa", EMPTY_ZONE, RFC_6303 + 5),
              row("b.e.f.ip6.arpa", EMPTY_ZONE, RFC_6303 + 5),
              row("8.b.d.0.1.0.0.2.ip6.arpa", EMPTY_ZONE, RFC_6303 + 6),
              rows(64, 127, "100.in-addr.arpa", "RFC 7793"))
          .flatMap(Function.identity())
          .toList();

  private static final Map<Name, SpecialName> BY_NAME =
      TABLE.stream().collect(Collectors.toMap(SpecialName::name, Function.identity()));

  private SpecialNames() {}

  /**
   * Whether nobody else may be asked for a name. The apex of a zone that the public DNS delegates
   * may: for its DS record, which shows that the delegation is insecure.
   */
  public static boolean neverAsked(Name name) {
    SpecialName row = above(name);
    return row != null
        && switch (row.treatment()) {
          case LOOPBACK, NO_NAME -> true;
          case EMPTY_ZONE, NO_DATA -> !row.name().equals(name);
        };
  }

  /** The row that a name is in, or null. */
  static @Nullable SpecialName above(Name name) {
    for (int i = 0; i < name.labels(); i++) {
      SpecialName row = BY_NAME.get(new Name(name, i));
      if (row != null) {
        return row;
      }
    }
    return null;
  }

  private static Stream<SpecialName> kept(String name, Treatment treatment, String reference) {
    return Stream.of(
        new SpecialName(Name.fromConstantString(name + "."), treatment, true, reference));
  }

  private static Stream<SpecialName> row(String name, Treatment treatment, String reference) {
    return Stream.of(
        new SpecialName(Name.fromConstantString(name + "."), treatment, false, reference));
  }

  /** An empty zone for each number from the first to the last. */
  private static Stream<SpecialName> rows(int first, int last, String parent, String reference) {
    return IntStream.rangeClosed(first, last)
        .boxed()
        .flatMap(number -> row(number + "." + parent, EMPTY_ZONE, reference));
  }
}
