package org.pando.gossip.discovery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.Surroundings.Names;
import org.pando.gossip.identity.AddressProtocol;
import org.pando.gossip.identity.Multiaddr;

/**
 * Peers by addresses that somebody wrote down: {@code /ip4/192.0.2.1/tcp/4053/p2p/ID}, or {@code
 * /dnsaddr/HOST}, whose TXT records at {@code _dnsaddr.HOST} hold {@code dnsaddr=} and a multiaddr
 * each, which may point on (multiformats' DNSADDR). Waits for the DNS.
 */
public final class Bootstrap {
  private static final String VALUE = "dnsaddr=";
  private static final int MAX_DEPTH = 4;
  private static final int MAX_LOOKUPS = 16;
  private static final int MAX_ADDRESSES = 100;

  private final Names names;

  public Bootstrap(Names names) {
    this.names = names;
  }

  /** A {@code /dnsaddr/} still to be looked up; an id says which peer is meant. */
  private record Pointer(String host, @Nullable PeerId peer, int depth) {}

  /**
   * Whether the text may stand in a list of bootstrap peers; looks nothing up.
   *
   * @throws GossipException MALFORMED, with what to write instead
   */
  public static void check(String text) throws GossipException {
    Multiaddr address = Multiaddr.parse(text);
    if (host(address) == null) {
      peerAddress(address, text);
    }
  }

  /**
   * The addresses behind one text, in no order.
   *
   * @throws GossipException MALFORMED as {@link #check}; UNREACHABLE when the DNS tells of no peer
   *     that this node could dial
   */
  public List<PeerAddress> resolve(String text) throws GossipException, InterruptedException {
    Multiaddr given = Multiaddr.parse(text);
    String host = host(given);
    if (host == null) {
      return List.of(peerAddress(given, text));
    }
    Set<PeerAddress> found = new LinkedHashSet<>();
    Set<Pointer> lookedUp = new HashSet<>();
    Deque<Pointer> pointers = new ArrayDeque<>(List.of(new Pointer(host, given.peer(), 1)));
    while (!pointers.isEmpty() && lookedUp.size() < MAX_LOOKUPS) {
      Pointer pointer = pointers.remove();
      if (lookedUp.add(new Pointer(pointer.host().toLowerCase(Locale.ROOT), pointer.peer(), 0))) {
        for (String value : names.texts("_dnsaddr." + pointer.host())) {
          take(value, pointer, pointers, found);
        }
      }
    }
    if (found.isEmpty()) {
      throw new GossipException(
          GossipException.Kind.UNREACHABLE,
          "'%s': the TXT records at _dnsaddr.%s name no peer with a TCP address; each must read %s/ip4/192.0.2.1/tcp/4053/p2p/ID"
              .formatted(text, host, VALUE));
    }
    return List.copyOf(found);
  }

  /** Values for other programs and other transports stand beside ours and are passed over. */
  private static void take(
      String value, Pointer from, Deque<Pointer> pointers, Set<PeerAddress> found) {
    Multiaddr address;
    try {
      if (!value.startsWith(VALUE)) {
        return;
      }
      address = Multiaddr.parse(value.substring(VALUE.length()));
    } catch (GossipException e) {
      return;
    }
    PeerId peer = address.peer();
    if (from.peer() != null && (peer == null || !from.peer().equals(peer))) {
      return;
    }
    String host = host(address);
    if (host != null && from.depth() < MAX_DEPTH) {
      pointers.add(new Pointer(host, peer, from.depth() + 1));
    } else if (peer != null && address.tcp().isPresent() && found.size() < MAX_ADDRESSES) {
      found.add(new PeerAddress(peer, address.withoutPeer().toString()));
    }
  }

  /** The host of a {@code /dnsaddr/HOST} with or without a peer, {@code null} for all others. */
  private static @Nullable String host(Multiaddr address) {
    int parts = address.parts().size() - (address.peer() == null ? 0 : 1);
    Multiaddr.Part first = address.parts().getFirst();
    return parts == 1 && first.protocol() == AddressProtocol.DNSADDR ? first.value() : null;
  }

  private static PeerAddress peerAddress(Multiaddr address, String text) throws GossipException {
    PeerId peer = address.peer();
    if (peer == null) {
      throw GossipException.malformed(
          "'" + text + "' does not say whose address it is; add /p2p/ and the peer's id");
    }
    if (address.tcp().isEmpty()) {
      throw GossipException.malformed(
          "'"
              + text
              + "' is no address that can be dialed; write /ip4/192.0.2.1/tcp/4053/p2p/"
              + peer
              + ", /ip6/…, /dns/HOST/… or /dnsaddr/HOST");
    }
    return new PeerAddress(peer, address.withoutPeer().toString());
  }
}
