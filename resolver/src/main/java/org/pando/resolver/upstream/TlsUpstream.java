package org.pando.resolver.upstream;

import java.net.InetSocketAddress;

/** DNS over TLS (RFC 7858, RFC 8310). Any thread. */
final class TlsUpstream extends ConnectedUpstream {
  /** RFC 7858 leaves it out, the registry of ALPN names has it. */
  static final String ALPN = "dot";

  /**
   * @param tls speaks {@link #ALPN}
   */
  TlsUpstream(InetSocketAddress address, TlsPeer tls, Net net) {
    this(address, tls, LetterCase.asAsked(net.random()), net);
  }

  private TlsUpstream(InetSocketAddress address, TlsPeer tls, LetterCase letters, Net net) {
    super(address, net, owner -> new StreamConnection(owner, net, letters, tls));
  }
}
