package org.pando.resolver.app;

import java.time.Duration;
import java.util.List;
import org.pando.registry.RegistryException;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.config.ListenAddress;
import org.pando.resolver.control.NodeStatus;
import org.pando.resolver.control.StatusReport;
import org.pando.resolver.local.LocalAnswers;
import org.pando.resolver.observe.Metrics;
import org.pando.resolver.server.Connections;
import org.pando.resolver.server.Listeners;
import org.pando.resolver.upstream.Endpoint;
import org.pando.resolver.upstream.UpstreamLine;

/** {@code pando status}. Virtual threads. */
final class ControlStatus implements NodeStatus {
  /** What this node holds answers in. */
  record Answers(LocalAnswers local, AnswerCache cache) {}

  private static final List<String> TRANSPORTS = List.of("udp", "tcp");

  private final NodeSettings settings;
  private final NodeClock clock;
  private final Listeners listeners;
  private final RegistryReport registry;
  private final UpstreamLine upstreams;
  private final Answers answers;
  private final Connections connections;
  private final Metrics metrics;
  private final long started;

  ControlStatus(
      NodeSettings settings,
      NodeClock clock,
      Listeners listeners,
      RegistryReport registry,
      UpstreamLine upstreams,
      Answers answers,
      Connections connections,
      Metrics metrics) {
    this.settings = settings;
    this.clock = clock;
    this.listeners = listeners;
    this.registry = registry;
    this.upstreams = upstreams;
    this.answers = answers;
    this.connections = connections;
    this.metrics = metrics;
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
        local(answers.local().size()),
        new StatusReport.CacheState(answers.cache().size(), answers.cache().weight()),
        QueryCounts.of(metrics.totals(), connections.size()));
  }

  private static StatusReport.LocalState local(LocalAnswers.Size size) {
    return new StatusReport.LocalState(size.records(), size.hosts());
  }

  private static StatusReport.UpstreamState upstream(Endpoint.State state) {
    String word = !state.works() ? "down" : state.roundTripMillis() < 0 ? "untried" : "up";
    return new StatusReport.UpstreamState(
        state.operator(), state.address(), state.scheme().text(), word);
  }
}
