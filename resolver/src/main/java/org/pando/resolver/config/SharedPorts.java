package org.pando.resolver.config;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Owned by the thread that reads the configuration: finds two listeners on one address and port.
 * All of them use TCP.
 */
final class SharedPorts {
  /** An address as it was taken, and where that was written; by default it is nowhere. */
  private record Taken(String label, String text, Optional<Place> place) {}

  private final Map<InetSocketAddress, Taken> taken = new HashMap<>();
  private final Scope top;

  private SharedPorts(Scope top) {
    this.top = top;
  }

  static void check(Config config, Scope top) {
    SharedPorts ports = new SharedPorts(top);
    ports.take("dns", "listen", config.dns().listen(), DnsConfig.PORT);
    ports.take("dns", "tls-listen", config.dns().tlsListen(), DnsConfig.TLS_PORT);
    ports.take("dns", "https-listen", config.dns().httpsListen(), DnsConfig.HTTPS_PORT);
    ports.take("web", "listen", config.web().listen().stream().toList(), WebConfig.PORT);
  }

  private void take(String table, String key, List<ListenAddress> addresses, int defaultPort) {
    for (int i = 0; i < addresses.size(); i++) {
      ListenAddress address = addresses.get(i);
      Taken now = new Taken("[" + table + "] " + key, address.text(), place(table, key, i));
      InetSocketAddress socket = address.socketAddress(defaultPort);
      Taken before = socket.getPort() == 0 ? null : taken.putIfAbsent(socket, now);
      if (before != null) {
        report(before, now);
      }
    }
  }

  /** Reports the later one, or the one that was written if the later is a default. */
  private void report(Taken before, Taken now) {
    Taken wrong = now.place.isPresent() ? now : before;
    Taken other = now.place.isPresent() ? before : now;
    top.reading()
        .problem(
            wrong.place.orElse(top.table().place()),
            wrong.label + ": \"" + wrong.text + "\" is taken by " + other.label,
            "give one of them another port, or remove it");
  }

  private Optional<Place> place(String table, String key, int index) {
    return top.table().entries().get(table) instanceof Raw.Table written
            && written.entries().containsKey(key)
        ? Optional.of(written.placeOf(key, index))
        : Optional.empty();
  }
}
