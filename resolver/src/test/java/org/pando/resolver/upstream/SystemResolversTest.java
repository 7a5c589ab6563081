package org.pando.resolver.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemResolversTest {
  private static final InetSocketAddress US =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 53);
  private static final long SECOND = 1_000_000_000L;

  /** Starts its thread at the first use, and there is none. */
  private static final IoEventLoop LOOP =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()).next();

  @TempDir private Path directory;
  private long now;

  private SystemResolvers resolvers(String... names) {
    List<Path> files = Arrays.stream(names).map(directory::resolve).toList();
    Random random = new Random(1);
    UpstreamFactory factory =
        new UpstreamFactory(
            LOOP,
            new UpstreamFactory.Rules(true, List.of()),
            new LoopCheck(random),
            random,
            () -> now,
            new KnownTime(InstantSource.system(), Instant.EPOCH, ""));
    return new SystemResolvers(files, US::equals, factory, () -> now);
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(directory.resolve(name), text);
  }

  private static List<String> addresses(SystemResolvers resolvers) {
    return resolvers.get().stream().map(endpoint -> endpoint.state().address()).toList();
  }

  @Test
  void serversAreReadAsResolvConfNamesThem() throws Exception {
    write(
        "a",
        """
        # nameserver 192.0.2.66
        search example
        nameserver 192.0.2.1
          nameserver\t2001:db8::1
        nameserver not-an-address
        nameserver 192.0.2.1
        """);
    assertEquals(List.of("192.0.2.1:53", "[2001:db8::1]:53"), addresses(resolvers("a")));
  }

  @Test
  void thisNodeIsNeverAmongThem() throws Exception {
    write("a", "nameserver 127.0.0.1\nnameserver 192.0.2.1\n");
    assertEquals(List.of("192.0.2.1:53"), addresses(resolvers("a")));
  }

  /** A stub that forwards to us would send each question round in circles. */
  @Test
  void whenTheFirstFileNamesOnlyThisNodeTheNextIsNotAsked() throws Exception {
    write("a", "nameserver 127.0.0.1\n");
    write("b", "nameserver 127.0.0.53\n");
    assertEquals(List.of(), addresses(resolvers("a", "b")));
    assertEquals(List.of("127.0.0.53:53"), addresses(resolvers("missing", "b")));
  }

  @Test
  void aChangedFileIsReadAfterFiveSecondsAndAnUnchangedOneKeepsItsEndpoints() throws Exception {
    write("a", "nameserver 192.0.2.1\n");
    SystemResolvers resolvers = resolvers("a");
    List<Endpoint> first = resolvers.get();
    now += 5 * SECOND;
    assertSame(first, resolvers.get());
    write("a", "nameserver 192.0.2.2\n");
    assertSame(first, resolvers.get());
    now += 5 * SECOND;
    assertEquals(List.of("192.0.2.2:53"), addresses(resolvers));
  }
}
