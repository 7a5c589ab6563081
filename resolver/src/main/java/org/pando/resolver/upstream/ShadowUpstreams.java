package org.pando.resolver.upstream;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.pando.resolver.config.Hedge;
import org.pando.resolver.exchange.Race;
import org.pando.resolver.exchange.RacingExchange;

/**
 * The node's upstreams for a rehearsal: over the same transports, some of them impaired, all with a
 * health of their own, so that the node's own is not touched. Immutable, any thread.
 */
public final class ShadowUpstreams {
  /**
   * What they are made with.
   *
   * @param random safe for use by any thread
   * @param nanos the node's own clock
   */
  public record Tools(Later later, RandomGenerator random, LongSupplier nanos) {}

  /** How long a simple client waits for one address before it asks the next. */
  private static final Duration SIMPLE_PATIENCE = Duration.ofSeconds(2);

  private final List<Endpoint> live;
  private final String operator;
  private final Impairment how;
  private final Tools tools;

  /**
   * @param operator whose upstreams are impaired; a wrong clock impairs all that need one
   */
  public ShadowUpstreams(List<Endpoint> live, String operator, Impairment how, Tools tools) {
    this.live = List.copyOf(live);
    this.operator = operator;
    this.how = how;
    this.tools = tools;
  }

  /** All of them, as the node would ask them. */
  public UpstreamLine all(Hedge hedge) {
    List<Endpoint> shadows = live.stream().map(this::shadow).toList();
    return new UpstreamLine(() -> shadows, hedge, tools.random(), tools.nanos(), () -> {});
  }

  /**
   * The operator's only, as a computer without this node would ask them: one address after the
   * other.
   */
  public RacingExchange.Line ofTheOperator() {
    List<RacingExchange.Starter> line =
        live.stream().filter(this::isTheOperators).map(this::shadow).map(this::simple).toList();
    return () -> line;
  }

  private RacingExchange.Starter simple(Endpoint endpoint) {
    return new RacingExchange.Starter(endpoint, new Race.Pace(0, SIMPLE_PATIENCE.toNanos(), 0));
  }

  private boolean isTheOperators(Endpoint endpoint) {
    return endpoint.operator().equals(operator);
  }

  private boolean isImpaired(Endpoint endpoint) {
    return how == Impairment.CLOCK ? endpoint.scheme().encrypted() : isTheOperators(endpoint);
  }

  private Endpoint shadow(Endpoint endpoint) {
    return isImpaired(endpoint)
        ? endpoint.shadow(u -> new ImpairedUpstream(u, how, tools.later(), tools.random()))
        : endpoint.shadow(u -> u);
  }
}
