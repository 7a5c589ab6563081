package org.pando.resolver.upstream;

import java.net.InetSocketAddress;
import org.pando.resolver.exchange.Exchange;

/**
 * One server, one address, one transport. Blocks; called on virtual threads only; interruption
 * closes what it opened.
 */
interface Upstream extends Exchange {
  /** Where it is. */
  InetSocketAddress address();
}
