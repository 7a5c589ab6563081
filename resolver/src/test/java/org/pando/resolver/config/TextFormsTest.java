package org.pando.resolver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values as text: what is read, what is refused, how it is written again. */
class TextFormsTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, 53",
    "127.0.0.1:5300, 127.0.0.1:5300, 5300",
    "::1, ::1, 53",
    "[::1], ::1, 53",
    "[::1]:53, [::1]:53, 53",
    "0:0:0:0:0:0:0:1, ::1, 53",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1, 53",
    "[2001:DB8::]:0, [2001:db8::]:0, 0",
    "1:0:3:4:5:6:7:8, 1:0:3:4:5:6:7:8, 53",
  })
  void listenAddresses(String text, String written, int port) {
    ListenAddress address = ok(ListenAddress.parse(text));
    assertEquals(written, address.text());
    assertEquals(port, address.socketAddress(53).getPort());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "1", "127.1", "127.0.0.01", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "[::1",
        "[::1]53", "[127.0.0.1]", "[127.0.0.1]:53", "::1:", "localhost", "localhost:53", "[]",
            ":53",
        "1:2:3:4:5:6:7:8:9"
      })
  void noListenAddresses(String text) {
    assertInstanceOf(Parsed.Bad.class, ListenAddress.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "9.9.9.9, udp://9.9.9.9, UDP, 9.9.9.9, 53, ''",
    "9.9.9.9:5353, udp://9.9.9.9:5353, UDP, 9.9.9.9, 5353, ''",
    "2620:fe::fe, udp://[2620:fe::fe], UDP, 2620:fe::fe, 53, ''",
    "[2620:fe::fe]:5353, udp://[2620:fe::fe]:5353, UDP, 2620:fe::fe, 5353, ''",
    "tcp://9.9.9.9:53/, tcp://9.9.9.9, TCP, 9.9.9.9, 53, ''",
    "TLS://Dns.Quad9.NET, tls://dns.quad9.net, TLS, dns.quad9.net, 853, ''",
    "tls://[2620:FE::FE]:8853, tls://[2620:fe::fe]:8853, TLS, 2620:fe::fe, 8853, ''",
    "https://dns.quad9.net/dns-query, https://dns.quad9.net/dns-query, HTTPS, dns.quad9.net, 443,"
        + " /dns-query",
    "https://9.9.9.9:5053/q, https://9.9.9.9:5053/q, HTTPS, 9.9.9.9, 5053, /q",
  })
  void upstreamUrls(
      String text, String written, UpstreamScheme scheme, String host, int port, String path) {
    UpstreamUrl url = ok(UpstreamUrl.parse(text));
    assertEquals(new UpstreamUrl(scheme, host, port, path), url);
    assertEquals(written, url.text());
    assertEquals(url, ok(UpstreamUrl.parse(url.text())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "udp://",
        "udp://:53",
        "udp://9.9.9.9:",
        "udp://9.9.9.9:99999",
        "udp://user@9.9.9.9",
        "udp://2620:fe::fe",
        "udp://[9.9.9.9]",
        "udp://[2620:fe::fe",
        "https://dns.quad9.net",
        "https://dns.quad9.net/dns-query{?dns}",
        "https://dns.quad9.net/q#f",
        "https:///dns-query",
        "udp://-a.example",
        "quic://9.9.9.9",
        "udp://a..b",
        "udp:9.9.9.9"
      })
  void noUpstreamUrls(String text) {
    assertInstanceOf(Parsed.Bad.class, UpstreamUrl.parse(text));
  }

  @Test
  void endpointsAreTheAddressOfTheUrlAndThenTheOthers() {
    UpstreamConfig upstream = upstream("tls://9.9.9.9:8853", List.of("149.112.112.112", "9.9.9.9"));
    assertEquals(
        List.of(
            new InetSocketAddress("9.9.9.9", 8853), new InetSocketAddress("149.112.112.112", 8853)),
        upstream.endpoints());
  }

  @ParameterizedTest
  @CsvSource({
    "https://dns.quad9.net/dns-query, quad9",
    "tls://one.one.one.one, one",
    "udp://resolver, resolver",
    "udp://9.9.9.9, 9.9.9.9",
    "udp://[2620:fe::fe], 2620:fe::fe",
  })
  void operatorIsGuessedFromTheName(String url, String operator) {
    assertEquals(operator, upstream(url, List.of()).operatorOrGuess());
  }

  private static UpstreamConfig upstream(String url, List<String> addresses) {
    return new UpstreamConfig(
        ok(UpstreamUrl.parse(url)),
        addresses.stream().map(InetAddress::ofLiteral).toList(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "192.168.0.0/16, 192.168.255.255, true",
    "192.168.0.0/16, 192.169.0.0, false",
    "192.168.0.0/16, ::ffff:192.168.1.1, true",
    "0.0.0.0/0, 203.0.113.1, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "::/0, 2001:db8::1, true",
    "::/0, 203.0.113.1, false",
    "10.0.0.1, 10.0.0.1, true",
    "10.0.0.1, 10.0.0.2, false",
    "128.0.0.0/1, 255.0.0.0, true",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe00::1, false",
    "2001:db8:0:1::/64, 2001:db8:0:1:ffff::, true",
    "2001:db8:0:1::/64, 2001:db8:0:2::, false",
    "2001:db8::8000:0/97, 2001:db8::8000:1, true",
    "2001:db8::8000:0/97, 2001:db8::1, false",
  })
  void prefixes(String prefix, String address, boolean contained) {
    byte[] bytes = bytes(address);
    assertEquals(contained, ok(Prefix.parse(prefix)).contains(bytes));
    assertEquals(prefix, ok(Prefix.parse(prefix)).text());
  }

  /** A mapped address stays 16 bytes long, as an IPv6 socket gives it. */
  private static byte[] bytes(String address) {
    byte[] bytes = InetAddress.ofLiteral(address).getAddress();
    if (bytes.length == 16 || !address.startsWith("::ffff:")) {
      return bytes;
    }
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    System.arraycopy(bytes, 0, mapped, 12, 4);
    return mapped;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/x",
        "10.0.0.1/8",
        "fd00::1/8",
        "fd00::/129",
        "fe80::1%1/64"
      })
  void noPrefixes(String text) {
    assertInstanceOf(Parsed.Bad.class, Prefix.parse(text));
  }

  @Test
  void prefixWithBitsBeyondItsLengthIsABug() {
    assertThrows(IllegalArgumentException.class, () -> new Prefix(0, 1, 64, false));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "0s, 0s",
    "1800ms, 1800ms",
    "1000ms, 1s",
    "90s, 90s",
    "60s, 1m",
    "24h, 1d",
    "3d, 3d"
  })
  void durations(String text, String written) {
    assertEquals(written, DurationText.text(ok(DurationText.parse(text))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4", "s", "-1s", "1.5s", "4 s", "4S", "1h30m", "9999999999s"})
  void noDurations(String text) {
    assertInstanceOf(Parsed.Bad.class, DurationText.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"0B, 0B", "1023B, 1023B", "1024B, 1KiB", "64MiB, 64MiB", "1024MiB, 1GiB"})
  void sizes(String text, String written) {
    assertEquals(written, ok(ByteSize.parse(text)).text());
  }

  @Test
  void domainNames() {
    assertEquals("example.com", ok(DomainText.parse("Example.COM.")));
    assertEquals("_dns.xn--bcher-kva.example", ok(DomainText.parse("_dns.xn--bcher-kva.example")));
    assertTrue(DomainText.isName("a".repeat(63) + ".example"));
    assertFalse(DomainText.isName("a".repeat(64) + ".example"));
    assertFalse(DomainText.isName(("a".repeat(62) + ".").repeat(4) + "aa"));
    assertFalse(DomainText.isName("."));
    assertFalse(DomainText.isName("a..b"));
  }

  @ParameterizedTest
  @CsvSource({"lisen, listen, 1", "dsn, dns, 1", "web, web, 0", "'', abc, 3", "kitten, sitting, 3"})
  void distances(String a, String b, int distance) {
    assertEquals(distance, Nearest.distance(a, b));
    assertEquals(distance, Nearest.distance(b, a));
  }

  private static <T> T ok(Parsed<T> parsed) {
    return switch (parsed) {
      case Parsed.Ok<T>(T value) -> value;
      case Parsed.Bad<T>(String what, String fix) -> throw new AssertionError(what + "; " + fix);
    };
  }
}
