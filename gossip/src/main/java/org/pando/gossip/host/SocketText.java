package org.pando.gossip.host;

import java.net.InetSocketAddress;

/** How people see a socket address: {@code 192.0.2.1:4053}, {@code [2001:db8::1]:4053}. */
final class SocketText {
  private SocketText() {}

  static String of(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }
}
