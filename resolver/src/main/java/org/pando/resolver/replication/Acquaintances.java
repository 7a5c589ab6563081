package org.pando.resolver.replication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.PeerStatus;

/**
 * Whom of a network a node turns to when it starts: at first those of the invite, later also
 * members that it met since. So it finds the others although whoever invited it has moved or is
 * gone.
 */
final class Acquaintances {
  static final int MOST = 8;

  /** So many stay whatever comes: a crowd of strangers does not displace who is known. */
  static final int STEADY = 4;

  private static final int ADDRESSES = 4;

  private Acquaintances() {}

  /**
   * The list after a look at who is connected. Who says where it listens is found there from now
   * on; who is new is added, when the list is full in the place of the last one that is away.
   *
   * @param before multiaddrs with {@code /p2p/…}
   * @param connected the members that are connected now
   */
  static List<String> renewed(List<String> before, List<PeerStatus> connected) {
    SequencedMap<PeerId, List<String>> peers = new LinkedHashMap<>();
    for (String text : before) {
      try {
        PeerAddress address = PeerAddress.parse(text);
        peers.computeIfAbsent(address.peer(), peer -> new ArrayList<>()).add(address.address());
      } catch (GossipException e) {
        throw new IllegalStateException("an address that was kept is none: " + text, e);
      }
    }
    Set<PeerId> here = connected.stream().map(PeerStatus::peer).collect(Collectors.toSet());
    for (PeerStatus member : connected) {
      if (!member.listening().isEmpty() && hasRoom(peers, member.peer(), here)) {
        peers.put(member.peer(), places(peers.getOrDefault(member.peer(), List.of()), member));
      }
    }
    return peers.entrySet().stream()
        .flatMap(peer -> peer.getValue().stream().map(at -> new PeerAddress(peer.getKey(), at)))
        .map(PeerAddress::toString)
        .toList();
  }

  /** Names stay: a peer says addresses only. */
  private static List<String> places(List<String> before, PeerStatus member) {
    return Stream.concat(
            before.stream().filter(place -> place.startsWith("/dns")),
            member.listening().stream().limit(ADDRESSES))
        .distinct()
        .toList();
  }

  private static boolean hasRoom(Map<PeerId, List<String>> peers, PeerId wanted, Set<PeerId> here) {
    if (peers.size() < MOST || peers.containsKey(wanted)) {
      return true;
    }
    List<PeerId> order = List.copyOf(peers.keySet());
    for (PeerId peer : order.subList(STEADY, order.size()).reversed()) {
      if (!here.contains(peer)) {
        peers.remove(peer);
        return true;
      }
    }
    return false;
  }
}
