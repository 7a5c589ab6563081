package org.pando.gossip.host;

/**
 * How many connections a host has.
 *
 * @param total at once, handshakes included
 * @param perAddress inbound from one IP address
 * @param perNetwork inbound from one network, IPv4 /24 or IPv6 /56
 * @param pendingInbound inbound whose handshake is not done
 * @param pendingOutbound dials at once; others wait their turn
 * @param highWater above so many connections the least useful ones are closed
 * @param lowWater until so many are left
 * @param loopbackCounts whether loopback addresses are limited as others are
 */
record HostLimits(
    int total,
    int perAddress,
    int perNetwork,
    int pendingInbound,
    int pendingOutbound,
    int highWater,
    int lowWater,
    boolean loopbackCounts) {
  static final HostLimits DEFAULT = new HostLimits(192, 8, 24, 32, 16, 128, 96, true);

  HostLimits withLoopbackFree() {
    return new HostLimits(
        total, perAddress, perNetwork, pendingInbound, pendingOutbound, highWater, lowWater, false);
  }
}
