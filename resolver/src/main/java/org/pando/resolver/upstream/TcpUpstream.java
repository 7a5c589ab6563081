package org.pando.resolver.upstream;

import java.net.InetSocketAddress;

/** Plain DNS over TCP (RFC 7766). Any thread. */
final class TcpUpstream extends ConnectedUpstream {
  TcpUpstream(InetSocketAddress address, LetterCase letters, Net net) {
    super(address, net, owner -> new StreamConnection(owner, net, letters, null));
  }
}
