package org.pando.resolver.upstream;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.pando.resolver.answer.Query;
import org.pando.resolver.exchange.Attempt;
import org.pando.resolver.exchange.Outcome;

/** DNS over HTTPS (RFC 8484). Any thread. */
final class HttpsUpstream implements Upstream {
  /** HTTP/2 (RFC 9113). */
  static final String ALPN = "h2";

  private final InetSocketAddress address;
  private final Connections connections;

  /**
   * @param tls speaks {@link #ALPN}
   * @param authority host and port as in the url
   * @param path as in the url
   */
  HttpsUpstream(InetSocketAddress address, TlsPeer tls, String authority, String path, Net net) {
    this.address = address;
    HttpsConnection.Resource resource = new HttpsConnection.Resource(authority, path);
    this.connections =
        new Connections(net, owner -> new HttpsConnection(owner, net, tls, resource).open(address));
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
