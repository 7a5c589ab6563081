package org.pando.resolver.upstream;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Step;
import org.pando.resolver.config.ListenAddress;
import org.pando.resolver.config.UpstreamScheme;
import org.pando.resolver.exchange.RacingExchange;
import org.xbill.DNS.Message;

/** An upstream with its operator, its place on the ladder and its health. Any thread. */
public final class Endpoint implements RacingExchange.Runner {
  /**
   * What {@code pando status} tells of it.
   *
   * @param operator who runs it: one operator is one failure domain
   * @param address with the port, IPv6 in brackets
   * @param down whether its last two tries failed
   * @param roundTripMillis the smoothed time to a reply; -1 before the first
   */
  public record State(
      String operator, UpstreamScheme scheme, String address, boolean down, long roundTripMillis) {}

  private final Upstream upstream;
  private final String operator;
  private final UpstreamScheme scheme;
  private final Step step;
  private final LongSupplier nanos;
  private final UpstreamHealth health = new UpstreamHealth();

  Endpoint(
      Upstream upstream, String operator, UpstreamScheme scheme, Step step, LongSupplier nanos) {
    this.upstream = upstream;
    this.operator = operator;
    this.scheme = scheme;
    this.step = step;
    this.nanos = nanos;
  }

  @Override
  public Message exchange(Query query, Deadline deadline)
      throws ResolutionException, InterruptedException {
    long begin = nanos.getAsLong();
    try {
      Message reply = upstream.exchange(query, deadline);
      health.replied(nanos.getAsLong() - begin);
      return reply;
    } catch (ResolutionException e) {
      health.failed(nanos.getAsLong());
      throw e;
    } catch (InterruptedException e) {
      long now = nanos.getAsLong();
      health.overtaken(now - begin, now);
      throw e;
    }
  }

  @Override
  public String label() {
    return operator + " " + scheme.text() + " " + addressText();
  }

  @Override
  public Step step() {
    return step;
  }

  String operator() {
    return operator;
  }

  boolean isDown() {
    return health.isDown(nanos.getAsLong());
  }

  public State state() {
    return new State(
        operator,
        scheme,
        addressText(),
        health.isFailing(),
        health.roundTrip().map(Duration::toMillis).orElse(-1L));
  }

  private String addressText() {
    return ListenAddress.of(upstream.address()).text();
  }
}
