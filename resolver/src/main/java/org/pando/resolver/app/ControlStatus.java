package org.pando.resolver.app;

import java.time.Duration;
import java.util.List;
import org.pando.registry.Network;
import org.pando.registry.replica.Audit;
import org.pando.registry.replica.Replica;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.config.ListenAddress;
import org.pando.resolver.control.NodeStatus;
import org.pando.resolver.control.StatusReport;
import org.pando.resolver.server.Listeners;
import org.pando.resolver.upstream.Endpoint;
import org.pando.resolver.upstream.UpstreamLine;

/** {@code pando status}. Any thread. */
final class ControlStatus implements NodeStatus {
  private static final List<String> TRANSPORTS = List.of("udp", "tcp");

  private final NodeSettings settings;
  private final NodeClock clock;
  private final Listeners listeners;
  private final RegistryParts registry;
  private final UpstreamLine upstreams;
  private final AnswerCache cache;
  private final long started;

  ControlStatus(
      NodeSettings settings,
      NodeClock clock,
      Listeners listeners,
      RegistryParts registry,
      UpstreamLine upstreams,
      AnswerCache cache) {
    this.settings = settings;
    this.clock = clock;
    this.listeners = listeners;
    this.registry = registry;
    this.upstreams = upstreams;
    this.cache = cache;
    this.started = clock.nanos().getAsLong();
  }

  @Override
  public StatusReport report() {
    Audit.Report audit = registry.audit().report();
    return new StatusReport(
        Version.text(),
        ProcessHandle.current().pid(),
        Duration.ofNanos(clock.nanos().getAsLong() - started),
        settings.dataDirectory().toString(),
        listeners.addresses().stream()
            .map(a -> new StatusReport.Listener(ListenAddress.of(a).text(), TRANSPORTS))
            .toList(),
        registry.replica().networks().stream().map(this::network).toList(),
        new StatusReport.StoreState(
            registry.health().problem(), audit.verified(), audit.completed()),
        upstreams.states().stream().map(ControlStatus::upstream).toList(),
        new StatusReport.CacheState(cache.size(), cache.weight()));
  }

  private StatusReport.JoinedNetwork network(Network network) {
    Replica.Extent extent = registry.replica().extent(network);
    return new StatusReport.JoinedNetwork(
        network.suffixText(),
        network.id().toString(),
        network.witnesses(),
        extent.names(),
        !extent.whole(),
        extent.damaged(),
        extent.examples());
  }

  private static StatusReport.UpstreamState upstream(Endpoint.State state) {
    String word = state.down() ? "down" : state.roundTripMillis() < 0 ? "untried" : "up";
    return new StatusReport.UpstreamState(
        state.operator(), state.address(), state.scheme().text(), word);
  }
}
