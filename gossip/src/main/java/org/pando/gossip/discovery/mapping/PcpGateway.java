package org.pando.gossip.discovery.mapping;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.pando.gossip.GossipException;

/**
 * A router that speaks PCP. The nonce is one for the mapping's life: who knows it may change it.
 */
final class PcpGateway implements Gateway {
  private final InetSocketAddress gateway;
  private final LongSupplier nanos;
  private final byte[] nonce = new byte[PcpMessage.NONCE_BYTES];

  PcpGateway(InetSocketAddress gateway, RandomGenerator random, LongSupplier nanos) {
    this.gateway = gateway;
    this.nanos = nanos;
    random.nextBytes(nonce);
  }

  @Override
  public String protocol() {
    return "PCP";
  }

  @Override
  public Mapping open(int internalPort, int wanted, Duration lifetime) throws GossipException {
    try (UdpExchange exchange = new UdpExchange(gateway, nanos)) {
      return exchange.ask(
          PcpMessage.request(exchange.local(), nonce, internalPort, wanted, lifetime),
          packet -> PcpMessage.response(packet, nonce, internalPort));
    }
  }

  @Override
  public void close(Mapping mapping) throws GossipException {
    open(mapping.internalPort(), 0, Duration.ZERO);
  }
}
