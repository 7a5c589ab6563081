package org.pando.gossip.discovery.mapping;

import java.net.InetAddress;
import java.time.Duration;

/**
 * A port of the router that leads to a TCP port of this computer.
 *
 * @param lifetime how long it stands without being asked for again; an hour when it has no end
 */
record Mapping(InetAddress external, int externalPort, int internalPort, Duration lifetime) {}
