package org.pando.resolver.upstream;

import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.pando.resolver.answer.Step;
import org.pando.resolver.config.UpstreamScheme;

/** Makes upstreams: the one place that knows which class speaks which transport. */
public final class UpstreamFactory {
  private final RandomGenerator random;
  private final LoopCheck loopCheck;
  private final ExecutorService executor;
  private final LongSupplier nanos;

  /**
   * @param random unpredictable, safe for use by any thread
   * @param nanos the node's own clock
   */
  public UpstreamFactory(
      RandomGenerator random, LoopCheck loopCheck, ExecutorService executor, LongSupplier nanos) {
    this.executor = executor;
    this.random = random;
    this.loopCheck = loopCheck;
    this.nanos = nanos;
  }

  /** An upstream of the ladder's fourth step. */
  public Endpoint upstream(String operator, UpstreamScheme scheme, InetSocketAddress address) {
    return endpoint(operator, scheme, address, Step.UPSTREAM);
  }

  /** The system's own resolver as an upstream. */
  Endpoint systemResolver(InetSocketAddress address) {
    return endpoint("system", UpstreamScheme.UDP, address, Step.SYSTEM_RESOLVER);
  }

  private Endpoint endpoint(
      String operator, UpstreamScheme scheme, InetSocketAddress address, Step step) {
    return new Endpoint(
        new OnThread(transport(scheme, address), executor, nanos),
        operator,
        scheme,
        step,
        loopCheck,
        nanos);
  }

  BlockingUpstream transport(UpstreamScheme scheme, InetSocketAddress address) {
    return switch (scheme) {
      case UDP -> new UdpUpstream(address, new TcpUpstream(address, random), random);
      case TCP -> new TcpUpstream(address, random);
      case TLS, HTTPS ->
          throw new IllegalArgumentException(
              scheme.text() + " upstreams: the configuration reader refuses them");
    };
  }
}
