/**
 * Asks the router for an open port: PCP (RFC 6887), NAT-PMP (RFC 6886), and UPnP's Internet Gateway
 * Device. What routers send is read with bounds; nothing else of the network is asked.
 */
@NullMarked
package org.pando.gossip.discovery.mapping;

import org.jspecify.annotations.NullMarked;
