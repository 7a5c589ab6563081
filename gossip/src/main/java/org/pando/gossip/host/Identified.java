package org.pando.gossip.host;

import java.util.List;
import java.util.Set;

/**
 * What a peer has said of itself with identify or identify-push, checked by who reports it.
 *
 * @param agent at most 128 characters
 * @param protocols what it accepts streams for
 * @param addresses where it says it listens, multiaddrs without {@code /p2p/…}
 * @param signedRecord its signed peer record (libp2p RFC 0003), to hand on; empty when it sent none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Identified(
    String agent, Set<String> protocols, List<String> addresses, byte[] signedRecord) {
  public Identified {
    protocols = Set.copyOf(protocols);
    addresses = List.copyOf(addresses);
  }
}
