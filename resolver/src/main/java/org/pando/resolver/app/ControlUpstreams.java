package org.pando.resolver.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.UpstreamService;
import org.pando.resolver.control.UpstreamsReport;
import org.pando.resolver.upstream.Endpoint;

/** {@code pando upstreams}. Virtual threads. */
final class ControlUpstreams implements UpstreamService {
  private final Upstreams upstreams;

  ControlUpstreams(Upstreams upstreams) {
    this.upstreams = upstreams;
  }

  @Override
  public UpstreamsReport upstreams() {
    List<UpstreamsReport.Upstream> all = new ArrayList<>();
    upstreams.line().states().forEach(state -> all.add(upstream(null, state)));
    upstreams
        .statesByDomain()
        .forEach((domain, states) -> states.forEach(state -> all.add(upstream(domain, state))));
    return new UpstreamsReport(all);
  }

  private static UpstreamsReport.Upstream upstream(@Nullable String domain, Endpoint.State state) {
    long roundTrip = state.roundTripMillis();
    return new UpstreamsReport.Upstream(
        domain,
        state.operator(),
        state.scheme().text(),
        state.address(),
        state.state(),
        state.why(),
        Duration.ofMillis(state.sinceMillis()),
        roundTrip < 0 ? null : Duration.ofMillis(roundTrip),
        state.loss(),
        state.asked(),
        state.answered());
  }
}
