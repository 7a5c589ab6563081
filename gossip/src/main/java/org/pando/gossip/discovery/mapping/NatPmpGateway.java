package org.pando.gossip.discovery.mapping;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.pando.gossip.GossipException;

/** A router that speaks NAT-PMP. */
final class NatPmpGateway implements Gateway {
  private final InetSocketAddress gateway;
  private final LongSupplier nanos;

  NatPmpGateway(InetSocketAddress gateway, LongSupplier nanos) {
    this.gateway = gateway;
    this.nanos = nanos;
  }

  @Override
  public String protocol() {
    return "NAT-PMP";
  }

  @Override
  public Mapping open(int internalPort, int wanted, Duration lifetime) throws GossipException {
    try (UdpExchange exchange = new UdpExchange(gateway, nanos)) {
      InetAddress external = exchange.ask(NatPmpMessage.addressRequest(), NatPmpMessage::address);
      return exchange.ask(
          NatPmpMessage.mapRequest(internalPort, wanted, lifetime),
          packet -> NatPmpMessage.mapping(packet, external, internalPort));
    }
  }

  @Override
  public void close(Mapping mapping) throws GossipException {
    try (UdpExchange exchange = new UdpExchange(gateway, nanos)) {
      exchange.ask(
          NatPmpMessage.mapRequest(mapping.internalPort(), 0, Duration.ZERO),
          packet -> NatPmpMessage.mapping(packet, mapping.external(), mapping.internalPort()));
    }
  }
}
