package org.pando.resolver.upstream;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.pando.resolver.answer.Query;
import org.pando.resolver.exchange.Attempt;
import org.pando.resolver.exchange.Outcome;

/** DNS over TLS (RFC 7858, RFC 8310). Any thread. */
final class TlsUpstream implements Upstream {
  /** RFC 7858 leaves it out, the registry of ALPN names has it. */
  static final String ALPN = "dot";

  private final InetSocketAddress address;
  private final Connections connections;

  /**
   * @param tls speaks {@link #ALPN}
   */
  TlsUpstream(InetSocketAddress address, TlsPeer tls, Net net) {
    this.address = address;
    LetterCase letters = LetterCase.asAsked(net.random());
    this.connections =
        new Connections(net, owner -> new StreamConnection(owner, net, letters, tls).open(address));
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
