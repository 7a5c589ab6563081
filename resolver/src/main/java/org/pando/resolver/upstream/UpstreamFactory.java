package org.pando.resolver.upstream;

import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.pando.resolver.answer.Step;
import org.pando.resolver.config.UpstreamScheme;

/** Makes upstreams: the one place that knows which class speaks which transport. */
public final class UpstreamFactory {
  private final RandomGenerator random;
  private final LongSupplier nanos;

  /**
   * @param random unpredictable, safe for use by any thread
   * @param nanos the node's own clock
   */
  public UpstreamFactory(RandomGenerator random, LongSupplier nanos) {
    this.random = random;
    this.nanos = nanos;
  }

  /** An upstream of the ladder's fourth step. */
  public Endpoint upstream(String operator, UpstreamScheme scheme, InetSocketAddress address) {
    return new Endpoint(transport(scheme, address), operator, scheme, Step.UPSTREAM, nanos);
  }

  /** The system's own resolver as an upstream. */
  Endpoint systemResolver(InetSocketAddress address) {
    UpstreamScheme scheme = UpstreamScheme.UDP;
    return new Endpoint(transport(scheme, address), "system", scheme, Step.SYSTEM_RESOLVER, nanos);
  }

  Upstream transport(UpstreamScheme scheme, InetSocketAddress address) {
    return switch (scheme) {
      case UDP -> new UdpUpstream(address, new TcpUpstream(address, random), random);
      case TCP -> new TcpUpstream(address, random);
      case TLS, HTTPS ->
          throw new IllegalArgumentException(
              scheme.text() + " upstreams: the configuration reader refuses them");
    };
  }
}
