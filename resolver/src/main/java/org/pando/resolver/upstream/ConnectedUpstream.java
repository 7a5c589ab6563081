package org.pando.resolver.upstream;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.Function;
import org.pando.resolver.answer.Query;
import org.pando.resolver.exchange.Attempt;
import org.pando.resolver.exchange.Outcome;

/** An upstream whose questions share connections. Any thread. */
abstract class ConnectedUpstream implements Upstream {
  private final InetSocketAddress address;
  private final Connections connections;

  /**
   * @param maker makes a connection that has not begun to open
   */
  ConnectedUpstream(InetSocketAddress address, Net net, Function<Connections, Connection> maker) {
    this.address = address;
    this.connections = new Connections(net, owner -> maker.apply(owner).open(address));
  }

  @Override
  public final InetSocketAddress address() {
    return address;
  }

  @Override
  public final Attempt ask(Query query, Consumer<Outcome> outcome) {
    return connections.ask(query, outcome);
  }

  @Override
  public final void close() {
    connections.close();
  }
}
