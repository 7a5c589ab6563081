package org.pando.resolver.upstream;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.pando.resolver.answer.Query;
import org.pando.resolver.exchange.Attempt;
import org.pando.resolver.exchange.Outcome;

/** Plain DNS over TCP (RFC 7766). Any thread. */
final class TcpUpstream implements Upstream {
  private final InetSocketAddress address;
  private final Connections connections;

  TcpUpstream(InetSocketAddress address, LetterCase letters, Net net) {
    this.address = address;
    this.connections =
        new Connections(
            net, owner -> new StreamConnection(owner, net, letters, null).open(address));
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public Attempt ask(Query query, Consumer<Outcome> outcome) {
    return connections.ask(query, outcome);
  }

  @Override
  public void close() {
    connections.close();
  }
}
