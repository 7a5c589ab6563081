package org.pando.resolver.server;

import java.time.Duration;

/**
 * What TCP clients may take.
 *
 * @param connections in all
 * @param perClient connections of one address
 * @param inFlight questions of one connection that are on the slow lane
 * @param idle how long a connection may rest (RFC 7766 section 6.2.3)
 * @param patience how long one message may take to arrive, or answers to be taken
 */
public record TcpLimits(
    int connections, int perClient, int inFlight, Duration idle, Duration patience) {
  public static final TcpLimits DEFAULT =
      new TcpLimits(512, 64, 100, Duration.ofSeconds(30), Duration.ofSeconds(10));
}
