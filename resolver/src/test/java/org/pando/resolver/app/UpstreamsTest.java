package org.pando.resolver.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pando.resolver.config.Capability;
import org.pando.resolver.config.ConfigPlaces;
import org.pando.resolver.config.ConfigReader;
import org.pando.resolver.config.ConfigResult;
import org.pando.resolver.config.UpstreamScheme;
import org.pando.resolver.upstream.Endpoint;
import org.pando.resolver.upstream.KnownTime;

class UpstreamsTest {
  /** Starts its thread at the first use, and there is none. */
  private static final IoEventLoop LOOP =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()).next();

  private final NodeClock clock = NodeClock.system();
  private final Set<InetSocketAddress> ourselves = new HashSet<>();

  @TempDir private Path folder;

  private Upstreams upstreams(String... lines) throws Exception {
    Path file = folder.resolve("pando.toml");
    Files.write(file, Arrays.asList(lines));
    ConfigResult result =
        new ConfigReader(
                new ConfigPlaces(Map.of(), folder, folder.resolve("none")),
                Capability.IN_THIS_VERSION,
                false)
            .read(Optional.of(file));
    ConfigResult.Loaded loaded = (ConfigResult.Loaded) result;
    KnownTime time = new KnownTime(clock.wall(), Instant.EPOCH, "this program was built");
    return new Upstreams(
        loaded.config(),
        Upstreams.factory(loaded.config(), LOOP, time, clock),
        ourselves::contains,
        new UpstreamAddresses(folder),
        clock,
        () -> {});
  }

  private static final String NO_SYSTEM = "resolution.system-resolver = \"off\"";

  private static List<String> addresses(Upstreams upstreams) {
    return upstreams.line().states().stream().map(Endpoint.State::address).toList();
  }

  @Test
  void anUpstreamThatIsThisNodeIsNotAsked() throws Exception {
    ourselves.add(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 53));
    Upstreams upstreams =
        upstreams(
            NO_SYSTEM,
            "[[upstream]]",
            "url = \"udp://192.0.2.1\"",
            "[[upstream]]",
            "url = \"udp://192.0.2.2\"");
    assertEquals(List.of("192.0.2.2:53"), addresses(upstreams));
  }

  /** Three operators at least, each by two transports that nobody can read, by IPv4 and IPv6. */
  @Test
  void noOperatorAndNoTransportIsAloneAmongTheBuiltInOnes() throws Exception {
    Map<String, List<Endpoint.State>> byOperator =
        upstreams(NO_SYSTEM).line().states().stream()
            .collect(Collectors.groupingBy(Endpoint.State::operator));
    assertTrue(byOperator.size() >= 3, byOperator.keySet().toString());
    byOperator.forEach(
        (operator, all) -> {
          for (UpstreamScheme scheme : UpstreamScheme.values()) {
            List<String> its =
                all.stream()
                    .filter(e -> e.scheme() == scheme)
                    .map(Endpoint.State::address)
                    .toList();
            if (scheme != UpstreamScheme.TCP) {
              assertTrue(its.stream().anyMatch(a -> a.startsWith("[")), operator + " " + scheme);
              assertTrue(its.stream().anyMatch(a -> !a.startsWith("[")), operator + " " + scheme);
            }
          }
        });
  }

  @Test
  void withoutAllowPlainNoneIsInTheClear() throws Exception {
    assertTrue(
        upstreams(NO_SYSTEM, "resolution.allow-plain = false").line().states().stream()
            .allMatch(e -> e.scheme().encrypted()));
  }

  @Test
  void anAuthorityFileThatIsNotThereStopsTheStart() {
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                upstreams(
                    NO_SYSTEM,
                    "[[upstream]]",
                    "url = \"tls://192.0.2.1\"",
                    "ca-file = \"/none/authority.pem\""));
    assertEquals("ca-file /none/authority.pem does not exist: correct the path", e.getMessage());
  }

  @Test
  void aNameWithoutAddressesIsLeftOutUntilItHasSome() throws Exception {
    Upstreams upstreams =
        upstreams(
            NO_SYSTEM,
            "[[upstream]]",
            "url = \"https://dns.example/dns-query\"",
            "[[upstream]]",
            "url = \"udp://192.0.2.2\"");
    assertEquals(List.of("192.0.2.2:53"), addresses(upstreams));
    new UpstreamAddresses(folder).note("dns.example", List.of(InetAddress.ofLiteral("192.0.2.9")));
    assertEquals(
        List.of("192.0.2.9:443"),
        addresses(upstreams(NO_SYSTEM, "[[upstream]]", "url = \"https://dns.example/dns-query\"")));
  }

  @Test
  void theTimeOfTheBuildIsThatOfTheParentPom() throws Exception {
    Matcher stamp =
        Pattern.compile("<project.build.outputTimestamp>(.*)</project.build.outputTimestamp>")
            .matcher(Files.readString(Path.of("../pom.xml")));
    assertTrue(stamp.find());
    assertEquals(Instant.parse(stamp.group(1)), Version.BUILT);
  }
}
