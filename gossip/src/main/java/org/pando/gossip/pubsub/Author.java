package org.pando.gossip.pubsub;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.pando.gossip.GossipException;
import org.pando.gossip.Identity;
import org.pando.gossip.PeerId;

/** Who this node is, and its hand under {@link SignPolicy#STRICT_SIGN} messages. */
public final class Author {
  private static final byte[] KEY_PREFIX = {0x08, 0x01, 0x12, 0x20};

  private final Identity identity;
  private final byte[] key;
  private final PeerId id;
  private final byte[] multihash;
  private long nextSeqno;

  /**
   * @param firstSeqno of the first message; above all that this identity has used before, such as
   *     the nanoseconds since 1970
   */
  public Author(Identity identity, long firstSeqno) {
    this.identity = identity;
    this.nextSeqno = firstSeqno;
    byte[] publicKey = identity.publicKey();
    this.key = ByteBuffer.allocate(36).put(KEY_PREFIX).put(publicKey).array();
    this.id = idOf(key);
    this.multihash = id.bytes();
  }

  public PeerId id() {
    return id;
  }

  /** Whether the message says that this node has made it. */
  boolean isAuthorOf(Message message) {
    return Arrays.equals(message.from(), multihash);
  }

  /** A message of this node, the next one. */
  Message sign(String topic, byte[] data) {
    byte[] seqno = ByteBuffer.allocate(Long.BYTES).putLong(nextSeqno++).array();
    Message unsigned = new Message(multihash, data, seqno, topic, null, null);
    byte[] signature = identity.sign(Signatures.signedBytes(unsigned));
    return new Message(unsigned.from(), data, seqno, topic, signature, key);
  }

  private static PeerId idOf(byte[] key) {
    ByteArrayOutputStream multihash = new ByteArrayOutputStream();
    multihash.write(0);
    multihash.write(key.length);
    multihash.writeBytes(key);
    try {
      return PeerId.of(multihash.toByteArray());
    } catch (GossipException e) {
      throw new IllegalArgumentException("an Ed25519 public key has 32 bytes", e);
    }
  }
}
