package org.pando.resolver.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The resolvers that this computer was given by its network, read anew every few seconds, because
 * networks change. Never returns an address that this node itself answers on: a question to oneself
 * goes round for ever. Any thread.
 */
public final class SystemResolvers implements Supplier<List<Endpoint>> {
  private static final long KEEP_NANOS = 5_000_000_000L;
  private static final int PORT = 53;

  private record Snapshot(List<InetSocketAddress> addresses, List<Endpoint> endpoints, long at) {}

  private final List<Path> files;
  private final Predicate<InetSocketAddress> ourselves;
  private final UpstreamFactory factory;
  private final LongSupplier nanos;
  private volatile Snapshot snapshot;

  /**
   * @param files resolv.conf(5) files, in the order of trust; the first that exists counts, even
   *     when it names only this node: whatever the next one names may ask us in turn, as the stub
   *     of systemd-resolved does
   * @param ourselves whether this node answers on an address
   * @param nanos the node's own clock
   */
  public SystemResolvers(
      List<Path> files,
      Predicate<InetSocketAddress> ourselves,
      UpstreamFactory factory,
      LongSupplier nanos) {
    this.files = List.copyOf(files);
    this.ourselves = ourselves;
    this.factory = factory;
    this.nanos = nanos;
    this.snapshot = new Snapshot(List.of(), List.of(), nanos.getAsLong() - KEEP_NANOS);
  }

  @Override
  public List<Endpoint> get() {
    Snapshot last = snapshot;
    if (nanos.getAsLong() - last.at() >= KEEP_NANOS) {
      last = refresh(last);
      snapshot = last;
    }
    return last.endpoints();
  }

  /** Keeps the endpoints, and what is known of their health, while the addresses stay. */
  private Snapshot refresh(Snapshot last) {
    List<InetSocketAddress> now =
        files.stream().filter(Files::exists).findFirst().map(this::servers).orElse(List.of());
    List<Endpoint> endpoints =
        now.equals(last.addresses())
            ? last.endpoints()
            : now.stream().map(factory::systemResolver).toList();
    return new Snapshot(now, endpoints, nanos.getAsLong());
  }

  private List<InetSocketAddress> servers(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(line -> line.strip().split("\\s+"))
          .filter(words -> words.length >= 2 && words[0].equals("nameserver"))
          .flatMap(words -> address(words[1]))
          .filter(address -> !ourselves.test(address))
          .distinct()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private static Stream<InetSocketAddress> address(String literal) {
    try {
      return Stream.of(new InetSocketAddress(InetAddress.ofLiteral(literal), PORT));
    } catch (IllegalArgumentException e) {
      return Stream.empty();
    }
  }
}
