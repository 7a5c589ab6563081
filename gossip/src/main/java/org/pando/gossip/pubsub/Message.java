package org.pando.gossip.pubsub;

import org.jspecify.annotations.Nullable;

/**
 * A gossip message as it travels. Arrays are not copied: nobody writes to them.
 *
 * @param from the author's peer id (multihash), as the author says
 * @param data the payload; absent and empty are the same to us, and refused
 * @param seqno the author's counter
 * @param topic one; empty when it was absent
 * @param signature over the four fields before it
 * @param key the author's public key (protobuf), which Ed25519 authors may leave out
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Message(
    byte @Nullable [] from,
    byte[] data,
    byte @Nullable [] seqno,
    String topic,
    byte @Nullable [] signature,
    byte @Nullable [] key) {

  /** A message that says nothing of its author. */
  public static Message unsigned(String topic, byte[] data) {
    return new Message(null, data, null, topic, null, null);
  }
}
