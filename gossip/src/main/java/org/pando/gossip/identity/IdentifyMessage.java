package org.pando.gossip.identity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.wire.ProtobufReader;
import org.pando.gossip.wire.ProtobufWriter;

/**
 * What a peer says of itself (libp2p's identify specification, and field 8, which it does not
 * name). What it does not say is {@code null} or empty.
 *
 * @param listenAddrs where it listens, at most 500; those that are not understood are left out
 * @param protocols that it accepts, at most 1024
 * @param observedAddr where it sees us
 * @param signedPeerRecord as {@link PeerRecord#open} reads it, not verified yet; empty when there
 *     is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record IdentifyMessage(
    @Nullable PublicKey publicKey,
    List<Multiaddr> listenAddrs,
    List<String> protocols,
    @Nullable Multiaddr observedAddr,
    @Nullable String protocolVersion,
    @Nullable String agentVersion,
    byte[] signedPeerRecord) {
  /** How many bytes a message of ours may have; rust-libp2p reads no longer ones. */
  public static final int MAX_SENT = 4096;

  /** How many bytes a received message may have. */
  public static final int MAX_RECEIVED = 8192;

  /** Of how many messages one may consist. */
  public static final int MAX_MESSAGES = 10;

  private static final int MAX_PROTOCOLS = 1024;
  private static final int MAX_ADDRESSES = 500;

  public IdentifyMessage {
    listenAddrs = List.copyOf(listenAddrs);
    protocols = List.copyOf(protocols);
  }

  /**
   * @throws GossipException LIMIT when it takes more than {@link #MAX_SENT} bytes
   */
  public byte[] encode() throws GossipException {
    ProtobufWriter out = new ProtobufWriter();
    if (publicKey != null) {
      out.bytes(1, publicKey.encode());
    }
    listenAddrs.forEach(address -> out.bytes(2, address.bytes()));
    protocols.forEach(protocol -> out.text(3, protocol));
    if (observedAddr != null) {
      out.bytes(4, observedAddr.bytes());
    }
    if (protocolVersion != null) {
      out.text(5, protocolVersion);
    }
    if (agentVersion != null) {
      out.text(6, agentVersion);
    }
    if (signedPeerRecord.length > 0) {
      out.bytes(8, signedPeerRecord);
    }
    byte[] message = out.toByteArray();
    if (message.length > MAX_SENT) {
      throw GossipException.limit(
          "an identify message of "
              + message.length
              + " bytes; the limit is "
              + MAX_SENT
              + ": have it list fewer addresses or protocols");
    }
    return message;
  }

  /**
   * Reads a message that may have come in several: of single values the last counts, lists go on.
   *
   * @param messages 1 to {@link #MAX_MESSAGES}
   * @throws GossipException MALFORMED, LIMIT
   */
  public static IdentifyMessage decode(List<byte[]> messages) throws GossipException {
    if (messages.isEmpty() || messages.size() > MAX_MESSAGES) {
      throw GossipException.limit(
          "an identify message in " + messages.size() + " parts; allowed are 1 to " + MAX_MESSAGES);
    }
    Reading reading = new Reading();
    for (byte[] message : messages) {
      reading.read(new ProtobufReader("an identify message", message, MAX_RECEIVED));
    }
    return new IdentifyMessage(
        reading.publicKey,
        reading.listenAddrs,
        reading.protocols,
        reading.observedAddr,
        reading.protocolVersion,
        reading.agentVersion,
        reading.signedPeerRecord);
  }

  /** What has been read up to now. */
  private static final class Reading {
    private @Nullable PublicKey publicKey;
    private final List<Multiaddr> listenAddrs = new ArrayList<>();
    private final List<String> protocols = new ArrayList<>();
    private @Nullable Multiaddr observedAddr;
    private @Nullable String protocolVersion;
    private @Nullable String agentVersion;
    private byte[] signedPeerRecord = {};
    private int addressCount;

    void read(ProtobufReader in) throws GossipException {
      while (in.next()) {
        switch (in.field()) {
          case 1 -> publicKey = PublicKey.decode(in.bytes(PublicKey.MAX_BYTES));
          case 2 -> {
            in.checkCount(addressCount++, MAX_ADDRESSES);
            Multiaddr.understood(in.bytes(MAX_RECEIVED)).ifPresent(listenAddrs::add);
          }
          case 3 -> {
            in.checkCount(protocols.size(), MAX_PROTOCOLS);
            protocols.add(in.text(MAX_RECEIVED));
          }
          case 4 -> observedAddr = Multiaddr.understood(in.bytes(MAX_RECEIVED)).orElse(null);
          case 5 -> protocolVersion = in.text(MAX_RECEIVED);
          case 6 -> agentVersion = in.text(MAX_RECEIVED);
          case 8 -> signedPeerRecord = in.bytes(SignedEnvelope.MAX_BYTES);
          default -> in.skip();
        }
      }
    }
  }
}
