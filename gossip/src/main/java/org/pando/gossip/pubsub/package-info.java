/**
 * Gossipsub 1.2 (1.1, 1.0 and floodsub peers served) as a state machine without I/O: bytes and
 * times go in, effects come out. {@code GossipRouter} is the entrance, {@code RpcCodec} the wire.
 */
@NullMarked
package org.pando.gossip.pubsub;

import org.jspecify.annotations.NullMarked;
