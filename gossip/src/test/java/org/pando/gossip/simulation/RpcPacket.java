package org.pando.gossip.simulation;

import org.pando.gossip.pubsub.Rpc;
import org.pando.gossip.pubsub.RpcCodec;
import org.pando.gossip.wire.Uvarint;

/**
 * A gossip RPC.
 *
 * @param size with its length in front
 */
public record RpcPacket(Rpc rpc, int size) implements Packet {
  static RpcPacket of(Rpc rpc) {
    int size = RpcCodec.size(rpc);
    return new RpcPacket(rpc, Uvarint.length(size) + size);
  }
}
