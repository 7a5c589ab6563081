package org.pando.resolver.upstream;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.exchange.RacingExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * An upstream that the configuration gives a host name and no addresses: other servers are asked
 * for them, again when their TTL is over, and the last ones are kept for the next start. Nothing
 * waits for it: until it has an address it is not there. Any thread; guarded by itself.
 */
public final class NamedUpstream implements Supplier<List<Endpoint>> {
  /** Where addresses are kept from one run to the next. */
  public interface Book {
    /** The last addresses of a host; none are known of most. */
    List<InetAddress> addresses(String host);

    void note(String host, List<InetAddress> addresses);
  }

  private static final Logger LOG = LoggerFactory.getLogger(NamedUpstream.class);
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(6);
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final String host;
  private final int port;
  private final Function<InetSocketAddress, Endpoint> maker;
  private final Book book;
  private final LongSupplier nanos;
  private Map<InetSocketAddress, Endpoint> endpoints = Map.of();
  private @Nullable HostLookup v4;
  private @Nullable HostLookup v6;
  private long due;
  private boolean isComplained;

  NamedUpstream(
      String host,
      int port,
      Function<InetSocketAddress, Endpoint> maker,
      Book book,
      LongSupplier nanos) {
    this.host = host;
    this.port = port;
    this.maker = maker;
    this.book = book;
    this.nanos = nanos;
    this.due = nanos.getAsLong();
    use(book.addresses(host));
  }

  /** Those that are known now. */
  @Override
  public synchronized List<Endpoint> get() {
    return List.copyOf(endpoints.values());
  }

  /**
   * Goes on with finding its addresses. Called a few times a second by one thread.
   *
   * @param others who can be asked; never this upstream
   */
  public synchronized void tend(Supplier<List<? extends RacingExchange.Runner>> others) {
    long now = nanos.getAsLong();
    if (v4 == null || v6 == null) {
      if (now - due >= 0) {
        begin(others.get(), now);
      }
      return;
    }
    v4.tend(now);
    v6.tend(now);
    if (v4.isOver() && v6.isOver()) {
      end(v4, v6, now);
      v4 = null;
      v6 = null;
    }
  }

  private void begin(List<? extends RacingExchange.Runner> others, long now) {
    try {
      Name name = new Name(host, Name.root);
      v4 = new HostLookup(name, Type.A, others, now);
      v6 = new HostLookup(name, Type.AAAA, others, now);
    } catch (TextParseException e) {
      throw new IllegalStateException("the configuration reader accepts only names", e);
    }
  }

  private void end(HostLookup a, HostLookup aaaa, long now) {
    List<InetAddress> found = new ArrayList<>(a.addresses());
    found.addAll(aaaa.addresses());
    if (found.isEmpty()) {
      due = now + RETRY.toNanos();
      if (endpoints.isEmpty() && !isComplained) {
        isComplained = true;
        LOG.warn(
            "upstream {}: nobody knows its addresses; it is left out until somebody does; write"
                + " them into addresses",
            host);
      }
      return;
    }
    long ttl = Math.min(a.ttlNanos(), aaaa.ttlNanos());
    due = now + Math.clamp(ttl, SHORTEST.toNanos(), LONGEST.toNanos());
    if (use(found)) {
      book.note(host, found);
    }
  }

  /** Keeps the endpoints, and what is known of their health, whose addresses stay. */
  private boolean use(List<InetAddress> addresses) {
    Map<InetSocketAddress, Endpoint> now = new LinkedHashMap<>();
    for (InetAddress address : addresses) {
      InetSocketAddress socket = new InetSocketAddress(address, port);
      Endpoint known = endpoints.get(socket);
      now.put(socket, known == null ? maker.apply(socket) : known);
    }
    boolean isNew = !now.keySet().equals(endpoints.keySet());
    endpoints.forEach(
        (address, endpoint) -> {
          if (!now.containsKey(address)) {
            endpoint.close();
          }
        });
    endpoints = now;
    return isNew;
  }
}
