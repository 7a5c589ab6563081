package org.pando.gossip.identity;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where TCP connects to.
 *
 * @param kind what the host is: IP4, IP6, DNS, DNS4 or DNS6
 * @param host an address or a name
 * @param port 0 to 65535
 */
public record TcpAddress(AddressProtocol kind, String host, int port) {
  /** The host's address, {@code null} when it is a name. Looks nothing up. */
  public @Nullable InetAddress literal() {
    return kind == AddressProtocol.IP4 || kind == AddressProtocol.IP6
        ? InetAddress.ofLiteral(host)
        : null;
  }
}
