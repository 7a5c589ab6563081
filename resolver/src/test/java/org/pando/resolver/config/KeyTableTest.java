package org.pando.resolver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole table of keys: a key that was added only in part fails here. */
class KeyTableTest {
  private static final Path FULL = Cases.folder("full-mapping.toml");

  /** The defaults of the contract, once the program has everything. */
  @Test
  void defaults() {
    Config expected =
        new Config(
            Optional.empty(),
            new DnsConfig(
                List.of(listen("127.0.0.1"), listen("::1")),
                List.of(AllowRule.Local.LOCAL),
                List.of(),
                List.of(),
                true,
                true),
            new TlsConfig(Optional.empty(), Optional.empty()),
            List.of(),
            new ResolutionConfig(
                true,
                DnssecMode.VALIDATE,
                Optional.empty(),
                List.of(),
                RecursionMode.FALLBACK,
                Optional.empty(),
                true,
                true,
                true,
                false,
                List.of(),
                true,
                SystemResolverMode.FALLBACK,
                new Hedge.Auto(),
                Duration.ofSeconds(4),
                Duration.ofMillis(1800),
                Duration.ofDays(3),
                List.of()),
            new CacheConfig(
                new ByteSize(67_108_864),
                true,
                Duration.ZERO,
                Duration.ofDays(1),
                Duration.ofHours(1)),
            new GossipConfig(
                List.of("/ip4/0.0.0.0/tcp/4053", "/ip6/::/tcp/4053"), List.of(), true, true),
            List.of(),
            new HostsConfig(List.of(Path.of("/etc/hosts"))),
            new RateLimitConfig(50),
            new RebindingConfig(true, List.of()),
            List.of(),
            List.of(),
            new QueryLogConfig(Duration.ZERO, QueryLogPrivacy.NAMES),
            new WebConfig(Optional.of(listen("127.0.0.1", 5380)), Optional.empty()),
            new ControlConfig(Optional.empty()),
            new LogConfig(LogLevel.INFO, LogFormat.TEXT));
    assertEquals(expected, Cases.defaults(Cases.EVERYTHING).config());
  }

  /** What is not there yet is off when nobody asks for it. */
  @Test
  void defaultsOfThisVersion() {
    Config config = Cases.defaults(Capability.IN_THIS_VERSION).config();
    assertTrue(config.dns().specialNames());
    assertTrue(config.dns().extendedErrors());
    assertEquals(DnssecMode.OFF, config.resolution().dnssec());
    assertEquals(RecursionMode.OFF, config.resolution().recursion());
    assertEquals(new Hedge.Auto(), config.resolution().hedge());
    assertEquals(Duration.ofDays(3), config.resolution().staleMaxAge());
    assertEquals(SystemResolverMode.FALLBACK, config.resolution().systemResolver());
    assertTrue(config.cache().persist());
    assertEquals(2, config.gossip().listen().size());
    assertEquals(List.of(Path.of("/etc/hosts")), config.hosts().files());
    assertEquals(0, config.rateLimit().questionsPerSecond());
    assertEquals(Optional.empty(), config.web().listen());
  }

  /** The file of the contract writes every default; only its lists of tables are examples. */
  @Test
  void fileOfTheContractSaysTheDefaults() {
    Config contract = Cases.load(Cases.folder("contract.toml"), Cases.EVERYTHING).config();
    Config defaults = Cases.defaults(Cases.EVERYTHING).config();
    for (int i = 0; i < Config.SECTION.rows().size(); i++) {
      if (Config.SECTION.rows().get(i) instanceof Row.Table<?>) {
        assertEquals(
            Config.SECTION.values(defaults).get(i), Config.SECTION.values(contract).get(i));
      }
    }
    assertEquals(Optional.of(DataDirChoice.SERVICE), contract.dataDir());
    assertEquals(
        List.of("https://dns.quad9.net/dns-query"),
        contract.upstreams().stream().map(upstream -> upstream.url().text()).toList());
  }

  @Test
  void fullMapping() {
    Config expected =
        new Config(
            Optional.of(Path.of("/srv/pando")),
            new DnsConfig(
                List.of(listen("192.0.2.1"), listen("::1", 5353)),
                List.of(AllowRule.Local.LOCAL, Prefix.of(InetAddress.ofLiteral("203.0.113.0"), 24)),
                List.of(listen("0.0.0.0")),
                List.of(listen("::", 8443)),
                false,
                false),
            new TlsConfig(
                Optional.of(Path.of("/etc/pando/cert.pem")),
                Optional.of(Cases.HOME.resolve("key.pem"))),
            List.of(
                new UpstreamConfig(
                    new UpstreamUrl(UpstreamScheme.HTTPS, "dns.quad9.net", 443, "/dns-query"),
                    List.of(InetAddress.ofLiteral("9.9.9.9"), InetAddress.ofLiteral("2620:fe::fe")),
                    Optional.of("quad9"),
                    List.of("example.com"),
                    Optional.of("dns9.quad9.net"),
                    Optional.of(FULL.resolveSibling("ca.pem")),
                    List.of("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="))),
            new ResolutionConfig(
                false,
                DnssecMode.OFF,
                Optional.of(Path.of("/etc/anchors")),
                List.of("bogus.example"),
                RecursionMode.ONLY,
                Optional.of(Path.of("/etc/hints")),
                false,
                false,
                false,
                true,
                List.of(InetAddress.ofLiteral("192.0.2.2")),
                false,
                SystemResolverMode.OFF,
                new Hedge.After(Duration.ofMillis(80)),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofHours(12),
                List.of("bank.example")),
            new CacheConfig(
                new ByteSize(1_048_576),
                false,
                Duration.ofSeconds(5),
                Duration.ofHours(2),
                Duration.ofMinutes(3)),
            new GossipConfig(
                List.of("/ip4/192.0.2.1/tcp/4054"),
                List.of("/ip4/192.0.2.9/tcp/4053/p2p/12D3KooWexample"),
                false,
                false),
            List.of(new LocalRecord("nas.lan", List.of("A 192.168.1.5", "TXT \"hello\""))),
            new HostsConfig(List.of(Path.of("/srv/hosts"))),
            new RateLimitConfig(7),
            new RebindingConfig(false, List.of("plex.direct")),
            List.of(
                new BlockListConfig(
                    Optional.of(URI.create("https://example.com/list.txt")), Optional.empty()),
                new BlockListConfig(Optional.empty(), Optional.of(Path.of("/srv/list.txt")))),
            List.of(
                new ClientGroupConfig(
                    "kids", List.of(Prefix.of(InetAddress.ofLiteral("192.168.1.7"), 32)))),
            new QueryLogConfig(Duration.ofDays(7), QueryLogPrivacy.COUNTS),
            new WebConfig(Optional.of(listen("::1", 8080)), Optional.of(Path.of("/srv/password"))),
            new ControlConfig(Optional.of(Path.of("/run/x.sock"))),
            new LogConfig(LogLevel.DEBUG, LogFormat.JSON));
    assertEquals(expected, Cases.load(FULL, Cases.EVERYTHING).config());
  }

  @Test
  void fullMappingLeavesNoDefault() {
    ConfigResult.Loaded full = Cases.load(FULL, Cases.EVERYTHING);
    Config defaults = Cases.defaults(Cases.EVERYTHING).config();
    assertEveryValueDiffers(Config.SECTION, full.config(), defaults);
    for (Row row : Config.SECTION.rows()) {
      if (row instanceof Row.Tables<?> tables) {
        Set<String> written = new TreeSet<>();
        full.given().keySet().stream()
            .filter(path -> path.startsWith(row.name() + "["))
            .forEach(path -> written.add(path.substring(path.indexOf('.') + 1)));
        assertEquals(new TreeSet<>(tables.section().names()), written, row.name());
      }
    }
  }

  private static <S extends Record> void assertEveryValueDiffers(
      Section<S> section, S full, S defaults) {
    for (int i = 0; i < section.rows().size(); i++) {
      Object value = section.values(full).get(i);
      Object other = section.values(defaults).get(i);
      switch (section.rows().get(i)) {
        case Row.Key<?> key -> assertNotEquals(other, value, key.name());
        case Row.Table<?> table -> assertTableDiffers(table, value, other);
        case Row.Tables<?> tables -> assertNotEquals(other, value, tables.name());
      }
    }
  }

  @SuppressWarnings("unchecked") // a section gives its values in the order of its rows
  private static <S extends Record> void assertTableDiffers(
      Row.Table<S> table, Object full, Object defaults) {
    assertEveryValueDiffers(table.section(), (S) full, (S) defaults);
  }

  /** A capability that no key needs, or a file that a version without it would accept. */
  @ParameterizedTest
  @EnumSource(Capability.class)
  void fullMappingIsRefusedWithoutAnyOneCapability(Capability missing) {
    Set<Capability> others = EnumSet.complementOf(EnumSet.of(missing));
    ConfigResult result =
        Cases.reader(others, false).read(Optional.of(Cases.folder("every-capability.toml")));
    String lines = String.join("\n", Cases.lines(result, FULL, others));
    assertTrue(lines.contains(" needs " + missing.text() + ", which this version"), lines);
  }

  @Test
  void everyKeyOutsideListsHasItsOwnVariable() {
    int keys =
        Config.SECTION.rows().stream()
            .mapToInt(
                row ->
                    switch (row) {
                      case Row.Key<?> key -> 1;
                      case Row.Table<?> table -> table.section().rows().size();
                      case Row.Tables<?> tables -> 0;
                    })
            .sum();
    assertEquals(keys, new EnvironmentLayer(Config.SECTION).variables().size());
  }

  record Misspelt(boolean mdns) {}

  @Test
  void componentWithoutItsRowFailsAtOnce() {
    IllegalStateException failure =
        assertThrows(
            IllegalStateException.class,
            () -> Section.of(Misspelt.class, Row.Key.of("mdsn", Types.bool(), true, "")));
    assertEquals("Misspelt: component mdns meets mdsn in the table", failure.getMessage());
    assertThrows(IllegalStateException.class, () -> Section.of(Misspelt.class));
  }

  private static ListenAddress listen(String address) {
    return new ListenAddress(InetAddress.ofLiteral(address), OptionalInt.empty());
  }

  private static ListenAddress listen(String address, int port) {
    return new ListenAddress(InetAddress.ofLiteral(address), OptionalInt.of(port));
  }
}
