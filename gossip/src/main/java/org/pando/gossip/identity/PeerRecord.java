package org.pando.gossip.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.Identity;
import org.pando.gossip.PeerId;
import org.pando.gossip.wire.ProtobufReader;
import org.pando.gossip.wire.ProtobufWriter;

/**
 * Where a peer says it can be reached, signed by it, so that others may hand it on (libp2p's RFC
 * 0003). Domain and payload type are those that implementations use; the RFC names others.
 *
 * @param peer who
 * @param seq grows with each record of the peer, unsigned
 * @param addresses at most 500; those that are not understood are left out
 */
public record PeerRecord(PeerId peer, long seq, List<Multiaddr> addresses) {
  private static final String DOMAIN = "libp2p-peer-record";
  private static final byte[] PAYLOAD_TYPE = {0x03, 0x01};
  private static final int MAX_PEER_ID = 64;
  private static final int MAX_ADDRESSES = 500;

  public PeerRecord {
    addresses = List.copyOf(addresses);
  }

  /** Whether this record replaces the other. */
  public boolean isNewerThan(PeerRecord other) {
    return Long.compareUnsigned(seq, other.seq) > 0;
  }

  /**
   * The record in an envelope.
   *
   * @throws IllegalArgumentException when the identity is another peer's
   * @throws GossipException LIMIT when it has too many addresses to fit in
   */
  public byte[] seal(Identity identity) throws GossipException {
    if (!PublicKey.ed25519(identity.publicKey()).peerId().equals(peer)) {
      throw new IllegalArgumentException("a record of " + peer + " is signed by that peer only");
    }
    ProtobufWriter out = new ProtobufWriter().bytes(1, peer.bytes()).varint(2, seq);
    for (Multiaddr address : addresses) {
      out.message(3, new ProtobufWriter().bytes(1, address.bytes()));
    }
    return SignedEnvelope.seal(identity, DOMAIN, PAYLOAD_TYPE, out.toByteArray());
  }

  /**
   * Reads a record and verifies who signed it.
   *
   * @throws GossipException MALFORMED, LIMIT, PROTOCOL when it is not of the peer that signed it
   */
  public static PeerRecord open(byte[] envelope) throws GossipException {
    SignedEnvelope opened = SignedEnvelope.open(envelope, DOMAIN);
    if (!Arrays.equals(opened.payloadType(), PAYLOAD_TYPE)) {
      throw GossipException.protocol("an envelope for " + DOMAIN + " holds something else");
    }
    PeerRecord peerRecord = decode(opened.payload());
    if (!opened.key().peerId().equals(peerRecord.peer)) {
      throw GossipException.protocol(
          "a peer record of " + peerRecord.peer + " is signed by " + opened.key().peerId());
    }
    return peerRecord;
  }

  private static PeerRecord decode(byte[] payload) throws GossipException {
    ProtobufReader in = new ProtobufReader("a peer record", payload, SignedEnvelope.MAX_BYTES);
    @Nullable PeerId peer = null;
    long seq = 0;
    int count = 0;
    List<Multiaddr> addresses = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> peer = PeerId.of(in.bytes(MAX_PEER_ID));
        case 2 -> seq = in.varint();
        case 3 -> {
          in.checkCount(count++, MAX_ADDRESSES);
          addAddress(
              in.message("an address of a peer record", SignedEnvelope.MAX_BYTES), addresses);
        }
        default -> in.skip();
      }
    }
    if (peer == null) {
      throw GossipException.malformed("a peer record has no peer id");
    }
    return new PeerRecord(peer, seq, addresses);
  }

  private static void addAddress(ProtobufReader in, List<Multiaddr> addresses)
      throws GossipException {
    while (in.next()) {
      if (in.field() == 1) {
        Multiaddr.understood(in.bytes(SignedEnvelope.MAX_BYTES)).ifPresent(addresses::add);
      } else {
        in.skip();
      }
    }
  }
}
