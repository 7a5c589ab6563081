package org.pando.gossip.host;

import java.net.InetSocketAddress;
import org.pando.gossip.PeerId;

/**
 * One connection to a peer; there may be several.
 *
 * @param number which one of this node's, counted from 1; never used again
 * @param outbound whether this node dialed
 * @param remote the peer's end; of an inbound connection the port is not one it listens on
 * @param local our end
 */
public record ConnectionInfo(
    long number,
    PeerId peer,
    boolean outbound,
    InetSocketAddress remote,
    InetSocketAddress local) {}
