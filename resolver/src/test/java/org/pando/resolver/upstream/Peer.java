package org.pando.resolver.upstream;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.xbill.DNS.Message;

/** A scripted server of any scheme, as a test sees it. */
interface Peer extends AutoCloseable {
  InetSocketAddress address();

  /** The next question that arrived. */
  Message question() throws InterruptedException;

  /** How many connections were made to it. */
  int connections();

  /** Whether a connection was closed by its client within a while. */
  boolean sawClientLeave() throws InterruptedException;

  /** From now on a connection ends when it has carried so many octets of replies. */
  void endConnectionsAfter(int octets);

  /** Ends those that are open. */
  void endConnections() throws IOException;

  @Override
  void close() throws IOException;
}
