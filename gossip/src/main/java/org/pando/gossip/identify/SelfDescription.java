package org.pando.gossip.identify;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.Identity;
import org.pando.gossip.host.ConnectionInfo;
import org.pando.gossip.host.Host;
import org.pando.gossip.identity.IdentifyMessage;
import org.pando.gossip.identity.Multiaddr;
import org.pando.gossip.identity.PeerRecord;
import org.pando.gossip.identity.PublicKey;
import org.pando.gossip.identity.Reach;
import org.pando.gossip.identity.TcpAddress;

/**
 * What this node says of itself. A peer hears of the addresses that it can use, as far as where its
 * connection comes from tells, so there are several signed records; their numbers grow in the order
 * they are signed, over restarts too. Owned by the gossip loop.
 */
final class SelfDescription {
  private static final String PROTOCOL_VERSION = "ipfs/0.1.0";
  private static final int MAX_ADDRESSES = 16;

  private final Host host;
  private final Identity identity;
  private final PublicKey key;
  private final String agent;
  private final boolean loopback;
  private final InstantSource clock;
  private final Map<Reach, Signed> records = new EnumMap<>(Reach.class);
  private long lastSeq;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Signed(List<Multiaddr> addresses, byte[] envelope) {}

  /**
   * @param loopback whether peers of this computer hear of loopback addresses
   * @throws GossipException when the identity's public key is none
   */
  SelfDescription(Host host, Identity identity, String agent, boolean loopback)
      throws GossipException {
    this.host = host;
    this.identity = identity;
    this.key = PublicKey.ed25519(identity.publicKey());
    this.agent = agent;
    this.loopback = loopback;
    this.clock = host.surroundings().clock();
  }

  /** The message for a peer that asks; it hears where we see it. */
  byte[] answer(ConnectionInfo connection) {
    return message(connection, Multiaddr.of(connection.remote()));
  }

  /** The message for a peer that is told of a change. */
  byte[] push(ConnectionInfo connection) {
    return message(connection, null);
  }

  private byte[] message(ConnectionInfo connection, @Nullable Multiaddr observed) {
    Reach peer = Reach.of(connection.remote().getAddress());
    List<Multiaddr> addresses = addresses(peer);
    try {
      return new IdentifyMessage(
              key,
              addresses,
              host.protocols().stream().sorted().toList(),
              observed,
              PROTOCOL_VERSION,
              agent,
              signed(peer, addresses))
          .encode();
    } catch (GossipException e) {
      throw new IllegalStateException("this node serves too many protocols to name them", e);
    }
  }

  /** Where a peer of that reach can reach us. */
  private List<Multiaddr> addresses(Reach peer) {
    List<Multiaddr> usable = new ArrayList<>();
    for (String text : host.addresses()) {
      Multiaddr address = parse(text);
      Reach reach = reach(address);
      if (usable.size() < MAX_ADDRESSES
          && peer.canUse(reach)
          && (loopback || reach != Reach.LOOPBACK)) {
        usable.add(address);
      }
    }
    return usable;
  }

  private static Multiaddr parse(String own) {
    try {
      return Multiaddr.parse(own);
    } catch (GossipException e) {
      throw new IllegalStateException("the host names an address that is none", e);
    }
  }

  /** Names are looked up by whoever hears of them. */
  private static Reach reach(Multiaddr own) {
    TcpAddress tcp = own.tcp().orElse(null);
    if (tcp == null) {
      return Reach.NOWHERE;
    }
    InetAddress literal = tcp.literal();
    return literal == null ? Reach.PUBLIC : Reach.of(literal);
  }

  /** Signed anew when the addresses are others; none says nothing. */
  private byte[] signed(Reach peer, List<Multiaddr> addresses) throws GossipException {
    if (addresses.isEmpty()) {
      return new byte[0];
    }
    Signed signed = records.get(peer);
    if (signed == null || !signed.addresses.equals(addresses)) {
      lastSeq = Math.max(lastSeq + 1, clock.millis());
      signed =
          new Signed(addresses, new PeerRecord(key.peerId(), lastSeq, addresses).seal(identity));
      records.put(peer, signed);
    }
    return signed.envelope;
  }
}
