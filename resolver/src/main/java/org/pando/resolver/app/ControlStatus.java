package org.pando.resolver.app;

import java.time.Duration;
import java.util.List;
import org.pando.registry.RegistryException;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.config.ListenAddress;
import org.pando.resolver.control.NodeStatus;
import org.pando.resolver.control.StatusReport;
import org.pando.resolver.server.Listeners;
import org.pando.resolver.upstream.Endpoint;
import org.pando.resolver.upstream.UpstreamLine;

/** {@code pando status}. Virtual threads. */
final class ControlStatus implements NodeStatus {
  private static final List<String> TRANSPORTS = List.of("udp", "tcp");

  private final NodeSettings settings;
  private final NodeClock clock;
  private final Listeners listeners;
  private final RegistryReport registry;
  private final UpstreamLine upstreams;
  private final AnswerCache cache;
  private final long started;

  ControlStatus(
      NodeSettings settings,
      NodeClock clock,
      Listeners listeners,
      RegistryReport registry,
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
  public StatusReport report() throws RegistryException {
    return new StatusReport(
        Version.text(),
        ProcessHandle.current().pid(),
        Duration.ofNanos(clock.nanos().getAsLong() - started),
        settings.dataDirectory().toString(),
        listeners.addresses().stream()
            .map(a -> new StatusReport.Listener(ListenAddress.of(a).text(), TRANSPORTS))
            .toList(),
        registry.networks(),
        registry.store(),
        registry.notSigning(),
        registry.unrenewed(),
        registry.offers(),
        upstreams.states().stream().map(ControlStatus::upstream).toList(),
        new StatusReport.CacheState(cache.size(), cache.weight()));
  }

  private static StatusReport.UpstreamState upstream(Endpoint.State state) {
    String word = state.down() ? "down" : state.roundTripMillis() < 0 ? "untried" : "up";
    return new StatusReport.UpstreamState(
        state.operator(), state.address(), state.scheme().text(), word);
  }
}
