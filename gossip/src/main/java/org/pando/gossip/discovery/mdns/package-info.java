/**
 * Peers of the same link, found by multicast DNS (RFC 6762) as libp2p's {@code discovery/mdns.md}
 * lays out: the messages, what is asked, answered and believed on one link, and the sockets.
 */
@NullMarked
package org.pando.gossip.discovery.mdns;

import org.jspecify.annotations.NullMarked;
