package org.pando.gossip.identify;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.gossip.host.ConnectionInfo;
import org.pando.gossip.host.Identified;
import org.pando.gossip.identity.IdentifyMessage;
import org.pando.gossip.identity.Multiaddr;
import org.pando.gossip.identity.PeerRecord;
import org.pando.gossip.identity.PublicKey;
import org.pando.gossip.identity.Reach;
import org.pando.gossip.identity.TcpAddress;

/**
 * What each connected peer has said of itself, cut to what is of use. Owned by the gossip loop.
 *
 * <p>Of addresses it keeps those that can be dialed and that the peer could know of: one from far
 * away cannot make this node dial its own network, nor names that may stand for such addresses.
 */
final class PeerBook {
  static final int MAX_AGENT = 128;
  static final int MAX_PROTOCOLS = 128;
  static final int MAX_ADDRESSES = 32;

  private static final Pattern PROTOCOL_ID = Pattern.compile("[!-~]{1,256}");

  private final Map<PeerId, Entry> entries = new HashMap<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entry(
      String agent,
      Set<String> protocols,
      List<String> addresses,
      @Nullable PeerRecord peerRecord,
      byte[] envelope) {
    static final Entry EMPTY = new Entry("", Set.of(), List.of(), null, new byte[0]);
  }

  /**
   * Takes in a message of a peer; what it does not say stays as it was.
   *
   * @return all that is known now
   * @throws GossipException PROTOCOL when the key or the record is of another peer, or as {@link
   *     PeerRecord#open}
   */
  Identified learn(ConnectionInfo connection, IdentifyMessage message) throws GossipException {
    PeerId peer = connection.peer();
    PublicKey key = message.publicKey();
    if (key != null && !key.peerId().equals(peer)) {
      throw GossipException.protocol(peer + " says that its key is that of " + key.peerId());
    }
    Entry before = entries.getOrDefault(peer, Entry.EMPTY);
    PeerRecord told = peerRecord(peer, message.signedPeerRecord());
    boolean newer =
        told != null && (before.peerRecord == null || told.isNewerThan(before.peerRecord));
    Entry entry =
        new Entry(
            message.agentVersion() == null ? before.agent : printable(message.agentVersion()),
            message.protocols().isEmpty() ? before.protocols : protocols(message.protocols()),
            addresses(before, newer ? told : null, message, connection),
            newer ? told : before.peerRecord,
            newer ? message.signedPeerRecord() : before.envelope);
    entries.put(peer, entry);
    return new Identified(entry.agent, entry.protocols, entry.addresses, entry.envelope);
  }

  void forget(PeerId peer) {
    entries.remove(peer);
  }

  int size() {
    return entries.size();
  }

  private static @Nullable PeerRecord peerRecord(PeerId peer, byte[] envelope)
      throws GossipException {
    if (envelope.length == 0) {
      return null;
    }
    PeerRecord opened = PeerRecord.open(envelope);
    if (!opened.peer().equals(peer)) {
      throw GossipException.protocol(
          peer + " says that the record of " + opened.peer() + " is its own");
    }
    return opened;
  }

  /** What a terminal shows as it is. */
  private static String printable(String agent) {
    String text = agent.replaceAll("[^ -~]", "");
    return text.substring(0, Math.min(text.length(), MAX_AGENT));
  }

  private static Set<String> protocols(List<String> said) {
    return said.stream()
        .filter(protocol -> PROTOCOL_ID.matcher(protocol).matches())
        .limit(MAX_PROTOCOLS)
        .collect(Collectors.toSet());
  }

  /** Signed ones rather than those that are only said. */
  private static List<String> addresses(
      Entry before,
      @Nullable PeerRecord newer,
      IdentifyMessage message,
      ConnectionInfo connection) {
    List<Multiaddr> said = newer == null ? message.listenAddrs() : newer.addresses();
    if (said.isEmpty() || (newer == null && before.peerRecord != null)) {
      return before.addresses;
    }
    Reach peer = Reach.of(connection.remote().getAddress());
    return said.stream()
        .filter(address -> isDialable(address, connection.peer(), peer))
        .map(address -> address.withoutPeer().toString())
        .distinct()
        .limit(MAX_ADDRESSES)
        .toList();
  }

  private static boolean isDialable(Multiaddr address, PeerId peer, Reach from) {
    InetAddress literal = address.tcp().map(TcpAddress::literal).orElse(null);
    PeerId named = address.peer();
    return literal != null
        && (named == null || named.equals(peer))
        && from.canUse(Reach.of(literal));
  }
}
