package org.pando.gossip.identity;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.gossip.wire.ProtobufReader;
import org.pando.gossip.wire.ProtobufWriter;

/**
 * A peer's public key (libp2p's peer-ids specification). Each has one encoding, as the peer's id is
 * made of it: another encoding of the same key is refused.
 */
public final class PublicKey {
  /** A signed key of 8192 bits RSA is the longest. */
  static final int MAX_BYTES = 1100;

  private static final int MAX_IDENTITY_BYTES = 42;
  private static final byte[] SHA2_256_MULTIHASH = {0x12, 0x20};

  private final KeyType type;
  private final byte[] data;
  private final Verifier verifier;
  private final PeerId peerId;

  private PublicKey(KeyType type, byte[] data) throws GossipException {
    this.type = type;
    this.data = data;
    this.verifier = type.verifier(data);
    this.peerId = PeerId.of(multihash(encode()));
  }

  /**
   * @param protobuf the key as {@code PublicKey{Type=1; Data=2}}
   * @throws GossipException MALFORMED, LIMIT, PROTOCOL when the key is not fit to verify with
   */
  public static PublicKey decode(byte[] protobuf) throws GossipException {
    ProtobufReader in = new ProtobufReader("a public key", protobuf, MAX_BYTES);
    @Nullable KeyType type = null;
    byte @Nullable [] data = null;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> type = KeyType.of(in.varint());
        case 2 -> data = in.bytes(MAX_BYTES);
        default -> in.skip();
      }
    }
    if (type == null || data == null) {
      throw GossipException.malformed("a public key has no type or no data");
    }
    PublicKey key = new PublicKey(type, data);
    if (!Arrays.equals(key.encode(), protobuf)) {
      throw GossipException.malformed("a public key is not in its only encoding: type, then data");
    }
    return key;
  }

  /**
   * @param raw 32 bytes
   * @throws GossipException MALFORMED, PROTOCOL when signatures of nobody would pass under it
   */
  public static PublicKey ed25519(byte[] raw) throws GossipException {
    return new PublicKey(KeyType.ED25519, raw.clone());
  }

  private static byte[] multihash(byte[] encoded) {
    boolean whole = encoded.length <= MAX_IDENTITY_BYTES;
    byte[] head = whole ? new byte[] {0, (byte) encoded.length} : SHA2_256_MULTIHASH;
    byte[] digest = whole ? encoded : Jdk.sha256(encoded);
    byte[] multihash = Arrays.copyOf(head, head.length + digest.length);
    System.arraycopy(digest, 0, multihash, head.length, digest.length);
    return multihash;
  }

  public KeyType type() {
    return type;
  }

  /** Who has this key. */
  public PeerId peerId() {
    return peerId;
  }

  /** The protobuf that {@link #decode} reads. */
  public byte[] encode() {
    return new ProtobufWriter().varint(1, type.code()).bytes(2, data).toByteArray();
  }

  /** Whether the key signed the message, in its type's way; false for what is no signature. */
  public boolean verify(byte[] message, byte[] signature) {
    return verifier.verify(message, signature);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKey that && type == that.type && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return type + " " + peerId;
  }
}
