package org.pando.resolver.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Each row of the table, as a client sees it. */
class SpecialNamesTest {
  private static final String ZEROS = "0.".repeat(31) + "ip6.arpa.";

  private static final List<String> KEPT = List.of("invalid.", "onion.");

  private final LocalAnswers answers =
      new LocalAnswers(
          new Networks().names(),
          new LocalNamesBuilder(true, List.of()).build(List.of(), name -> false));

  /** Names that do not exist, and nothing below them does. */
  static Stream<String> noNames() {
    return Stream.of(
        "invalid.", // RFC 6761 section 6.4
        "onion.", // RFC 7686 section 2
        "test.", // RFC 6761 section 6.2
        "local.", // RFC 6762 section 22.1
        "alt.", // RFC 9476
        "internal.",
        "use-application-dns.net.");
  }

  /** Zones with nothing below their apex. */
  static Stream<String> emptyZones() {
    return Stream.of(
            Stream.of(
                "home.arpa.", // RFC 8375
                "service.arpa.", // RFC 9665
                "10.in-addr.arpa.", // RFC 6303 section 4.1
                "168.192.in-addr.arpa.",
                "0.in-addr.arpa.", // RFC 6303 section 4.2
                "127.in-addr.arpa.",
                "254.169.in-addr.arpa.",
                "2.0.192.in-addr.arpa.",
                "100.51.198.in-addr.arpa.",
                "113.0.203.in-addr.arpa.",
                "255.255.255.255.in-addr.arpa.",
                "0." + ZEROS, // RFC 6303 section 4.3
                "1." + ZEROS,
                "d.f.ip6.arpa.", // section 4.4
                "8.e.f.ip6.arpa.", // section 4.5
                "9.e.f.ip6.arpa.",
                "a.e.f.ip6.arpa.",
                "b.e.f.ip6.arpa.",
                "8.b.d.0.1.0.0.2.ip6.arpa."), // section 4.6
            IntStream.rangeClosed(16, 31).mapToObj(i -> i + ".172.in-addr.arpa."),
            IntStream.rangeClosed(64, 127).mapToObj(i -> i + ".100.in-addr.arpa.")) // RFC 7793
        .flatMap(s -> s);
  }

  /** A row without a line above, or the other way round. */
  @Test
  void everyRowIsTested() {
    Set<String> tested = new HashSet<>(Set.of("localhost.", "resolver.arpa."));
    noNames().forEach(tested::add);
    emptyZones().forEach(tested::add);
    Set<String> rows = new HashSet<>();
    SpecialNames.TABLE.forEach(row -> rows.add(row.name().toString()));
    assertEquals(tested, rows);
  }

  @ParameterizedTest
  @MethodSource
  void noNames(String name) {
    String soa = "NXDOMAIN " + name + " " + (KEPT.contains(name) ? 10_800 : 60);
    for (String below : List.of("", "x.", "b.a.", "_dns-sd._udp.")) {
      for (int type : new int[] {Type.A, Type.AAAA, Type.NS, Type.SOA, Type.DS, Type.ANY}) {
        assertEquals(soa, Asking.negative(answers, below + name, type));
      }
    }
  }

  @ParameterizedTest
  @MethodSource
  void emptyZones(String zone) {
    assertEquals(
        List.of(zone + " 60 SOA " + zone + " nobody.invalid. 1 3600 1200 604800 60"),
        Asking.answer(answers, zone, Type.SOA));
    assertEquals(List.of(zone + " 60 NS " + zone), Asking.answer(answers, zone, Type.NS));
    for (int type : new int[] {Type.A, Type.TXT}) {
      assertEquals("NODATA " + zone + " 60", Asking.negative(answers, zone, type));
    }
    assertEquals("NXDOMAIN " + zone + " 60", Asking.negative(answers, "x." + zone, Type.PTR));
    assertEquals("NXDOMAIN " + zone + " 60", Asking.negative(answers, "9.9." + zone, Type.DS));
    assertNull(Asking.tryAnswer(answers, zone, Type.DS), "the public DNS says that it is insecure");
  }

  /** RFC 6761 section 6.3, and RFC 1912 section 4.1 for the reverse records. */
  @ParameterizedTest
  @ValueSource(strings = {"localhost.", "x.localhost.", "b.a.localhost.", "LOCALHOST."})
  void localhost(String name) {
    assertEquals(List.of(name + " 10800 A 127.0.0.1"), Asking.answer(answers, name, Type.A));
    assertEquals(
        List.of(name + " 10800 AAAA 0:0:0:0:0:0:0:1"), Asking.answer(answers, name, Type.AAAA));
    for (int type : new int[] {Type.MX, Type.NS, Type.SOA, Type.DS, Type.CNAME}) {
      assertEquals("NODATA localhost. 10800", Asking.negative(answers, name, type));
    }
  }

  @Test
  void loopbackAddressesAreLocalhost() {
    for (String reverse : List.of("1.0.0.127.in-addr.arpa.", "1." + ZEROS)) {
      assertEquals(
          List.of(reverse + " 10800 PTR localhost."), Asking.answer(answers, reverse, Type.PTR));
    }
    assertEquals(
        "NODATA 127.in-addr.arpa. 60", Asking.negative(answers, "0.127.in-addr.arpa.", Type.PTR));
    assertEquals(
        "NXDOMAIN 127.in-addr.arpa. 60",
        Asking.negative(answers, "2.0.0.127.in-addr.arpa.", Type.PTR));
  }

  /** RFC 9462 section 6.4: everything below exists without data. */
  @Test
  void resolverArpa() {
    for (String name : List.of("resolver.arpa.", "_dns.resolver.arpa.", "b.a.resolver.arpa.")) {
      assertEquals("NODATA resolver.arpa. 60", Asking.negative(answers, name, Type.SVCB));
    }
    assertEquals(
        List.of("resolver.arpa. 60 NS resolver.arpa."),
        Asking.answer(answers, "resolver.arpa.", Type.NS));
    assertNull(Asking.tryAnswer(answers, "resolver.arpa.", Type.DS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        "com.",
        "arpa.",
        "in-addr.arpa.",
        "172.in-addr.arpa.",
        "15.172.in-addr.arpa.",
        "1.32.172.in-addr.arpa.",
        "63.100.in-addr.arpa.",
        "128.100.in-addr.arpa.",
        "192.in-addr.arpa.",
        "169.192.in-addr.arpa.",
        "255.255.255.in-addr.arpa.",
        "255.in-addr.arpa.",
        "11.in-addr.arpa.",
        "ip6.arpa.",
        "f.ip6.arpa.",
        "c.f.ip6.arpa.",
        "c.e.f.ip6.arpa.",
        "2.0.0." + "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa.",
        "example.", // RFC 6761 section 6.5
        "example.com.",
        "ipv4only.arpa.", // RFC 8880 section 7.1
        "170.0.0.192.in-addr.arpa.",
        "application-dns.net.",
        "localhost.example.",
        "notlocal.",
        "xn--alt-."
      })
  void otherNamesAreNot(String name) {
    for (int type : new int[] {Type.A, Type.PTR, Type.SOA, Type.DS}) {
      assertNull(Asking.tryAnswer(answers, name, type), name);
    }
  }

  @Test
  void switchedOffNothingIsSpecial() {
    LocalAnswers none =
        new LocalAnswers(
            new Networks().names(),
            new LocalNamesBuilder(false, List.of()).build(List.of(), name -> false));
    for (SpecialName row : SpecialNames.TABLE) {
      assertNull(Asking.tryAnswer(none, row.name().toString(), Type.A), row::toString);
      assertNull(Asking.tryAnswer(none, "x." + row.name(), Type.PTR), row::toString);
    }
  }

  /** Whatever leads there, nobody is asked; only for the DS record of a delegation. */
  @Test
  void nobodyIsAskedForThem() throws Exception {
    for (String name : List.of("local.", "x.LOCAL.", "b.a.onion.", "localhost.", "x.alt.")) {
      assertTrue(SpecialNames.neverAsked(Name.fromString(name)), name);
    }
    for (String name :
        List.of("x.home.arpa.", "_dns.resolver.arpa.", "1.1.168.192.in-addr.arpa.")) {
      assertTrue(SpecialNames.neverAsked(Name.fromString(name)), name);
    }
    for (String name : List.of("home.arpa.", "10.in-addr.arpa.", ".", "example.com.", "alt.com.")) {
      assertFalse(SpecialNames.neverAsked(Name.fromString(name)), name);
    }
  }
}
