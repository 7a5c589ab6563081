package org.pando.resolver.upstream;

import java.net.InetSocketAddress;

/** DNS over HTTPS (RFC 8484). Any thread. */
final class HttpsUpstream extends ConnectedUpstream {
  /** HTTP/2 (RFC 9113). */
  static final String ALPN = "h2";

  /**
   * @param tls speaks {@link #ALPN}
   * @param resource where questions are posted to
   */
  HttpsUpstream(
      InetSocketAddress address, TlsPeer tls, HttpsConnection.Resource resource, Net net) {
    super(address, net, owner -> new HttpsConnection(owner, net, tls, resource));
  }
}
