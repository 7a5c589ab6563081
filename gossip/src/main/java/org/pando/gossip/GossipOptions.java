package org.pando.gossip;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a node takes part.
 *
 * @param identity whose key names it
 * @param agent how it calls itself to its peers, {@code pando/0.1.0}
 * @param listen multiaddrs to listen on, {@code /ip4/0.0.0.0/tcp/4053}; port 0 takes any; none: it
 *     only dials
 * @param bootstrap multiaddrs with {@code /p2p/…} of peers to stay connected to, {@code /dnsaddr/…}
 *     among them
 * @param mdns whether it finds, and is found by, nodes of the same link
 * @param portMapping whether it asks the router to open its port
 * @param loopback whether loopback addresses count as reachable, for several nodes on one machine
 * @param networkKey 32 bytes that all nodes of a private network share; without them nobody gets an
 *     answer; null: a public network
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record GossipOptions(
    Identity identity,
    String agent,
    List<String> listen,
    List<String> bootstrap,
    boolean mdns,
    boolean portMapping,
    boolean loopback,
    byte @Nullable [] networkKey) {
  private static final int NETWORK_KEY_BYTES = 32;

  /**
   * @throws IllegalArgumentException when the network's key has another length
   */
  public GossipOptions {
    listen = List.copyOf(listen);
    bootstrap = List.copyOf(bootstrap);
    if (networkKey != null) {
      if (networkKey.length != NETWORK_KEY_BYTES) {
        throw new IllegalArgumentException(
            "a network's key has "
                + NETWORK_KEY_BYTES
                + " bytes, this one has "
                + networkKey.length);
      }
      networkKey = networkKey.clone();
    }
  }

  /** A node of a public network. */
  public GossipOptions(
      Identity identity,
      String agent,
      List<String> listen,
      List<String> bootstrap,
      boolean mdns,
      boolean portMapping,
      boolean loopback) {
    this(identity, agent, listen, bootstrap, mdns, portMapping, loopback, null);
  }
}
