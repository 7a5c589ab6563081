package org.pando.gossip.discovery.mapping;

import java.time.Duration;
import org.pando.gossip.GossipException;

/** A router, by one of the protocols that open ports. Calls wait; one thread at a time. */
interface Gateway {
  /** What to call it in messages: {@code PCP}, {@code NAT-PMP}, {@code UPnP}. */
  String protocol();

  /**
   * Opens a port, or keeps it open.
   *
   * @param internalPort of this computer, TCP
   * @param wanted the outside port to have if it can be had
   * @throws GossipException TIMEOUT when nothing answers, REFUSED with the router's reason,
   *     MALFORMED, UNREACHABLE
   */
  Mapping open(int internalPort, int wanted, Duration lifetime)
      throws GossipException, InterruptedException;

  /**
   * Closes what {@link #open} opened.
   *
   * @throws GossipException as {@link #open}
   */
  void close(Mapping mapping) throws GossipException, InterruptedException;
}
