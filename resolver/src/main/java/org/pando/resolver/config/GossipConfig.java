package org.pando.resolver.config;

import java.util.List;

/**
 * {@code [gossip]}: how nodes find each other.
 *
 * @param listen multiaddrs; opened only once a network has, or invites, a second member
 * @param bootstrap multiaddrs with {@code /p2p/…}
 * @param mdns whether nodes on the same link are found by multicast DNS
 * @param portMapping whether the router is asked to open the port
 */
public record GossipConfig(
    List<String> listen, List<String> bootstrap, boolean mdns, boolean portMapping) {
  static final Section<GossipConfig> SECTION =
      Section.of(
          GossipConfig.class,
          Row.Key.of(
              "listen",
              Types.listOf(Types.multiaddr()),
              List.of("/ip4/0.0.0.0/tcp/4053", "/ip6/::/tcp/4053"),
              "opened only once a network has, or invites, a second member"),
          Row.Key.of(
              "bootstrap", Types.listOf(Types.peerAddress()), List.of(), "multiaddrs with /p2p/…"),
          Row.Key.of("mdns", Types.bool(), true, "nodes on the same link are found by themselves"),
          Row.Key.of("port-mapping", Types.bool(), true, "the router is asked to open the port"));
}
