package org.pando.gossip.pubsub;

import java.util.List;
import org.pando.gossip.PeerId;

/** What the router wants done, in order. */
public sealed interface Effect {
  /** To be sent; an RPC may be shared by several of them. */
  record Send(PeerId to, Rpc rpc, Priority priority) implements Effect {}

  /** To be judged; {@link GossipRouter#onVerdict} waits for it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Deliver(MessageId id, String topic, byte[] data, PeerId from) implements Effect {}

  /** The peer is not worth its connections. */
  record Disconnect(PeerId peer, String reason) implements Effect {}

  /**
   * Nodes of our topics that a peer has told us of.
   *
   * @param records signed peer records (envelopes), each valid and of its peer
   */
  record Connect(PeerId by, List<byte[]> records) implements Effect {}
}
