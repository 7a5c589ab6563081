package org.pando.resolver.app;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;
import org.pando.registry.Network;
import org.pando.resolver.config.ListenAddress;

/** The one line on stdout that says the node answers; scripts wait for it. */
final class ReadyLine {
  private ReadyLine() {}

  static String of(List<InetSocketAddress> addresses, List<Network> networks, Upstreams upstreams) {
    return "ready: dns %s (udp, tcp) · networks %s · %s of %s"
        .formatted(
            addresses.isEmpty() ? "on no address yet" : text(addresses),
            networks.stream().map(Network::suffixText).collect(Collectors.joining(", ")),
            count(upstreams.count(), "upstream"),
            count(upstreams.operators(), "operator"));
  }

  private static String text(List<InetSocketAddress> addresses) {
    return addresses.stream()
        .map(address -> ListenAddress.of(address).text())
        .collect(Collectors.joining(", "));
  }

  private static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
