package org.pando.resolver.upstream;

import java.net.InetSocketAddress;
import org.pando.resolver.exchange.Exchange;

interface BlockingUpstream extends Exchange {
  InetSocketAddress address();
}
