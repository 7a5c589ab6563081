package org.pando.gossip;

import java.util.Arrays;
import org.pando.gossip.wire.Base32;
import org.pando.gossip.wire.Base58;

/**
 * Who a node is: the multihash of its public key, after libp2p's peer-ids specification. Ed25519
 * keys stand in it whole (38 bytes, text {@code 12D3KooW…}); larger ones by their SHA-256 (34
 * bytes, {@code Qm…}).
 */
public final class PeerId implements Comparable<PeerId> {
  private static final int IDENTITY = 0x00;
  private static final int SHA2_256 = 0x12;
  private static final int MAX_IDENTITY_BYTES = 42;
  private static final int SHA2_256_BYTES = 32;
  private static final byte[] ED25519 = {IDENTITY, 36, 0x08, 0x01, 0x12, 32};
  private static final byte[] CID_V1_LIBP2P_KEY = {0x01, 0x72};

  private final byte[] multihash;
  private final int hash;

  private PeerId(byte[] multihash) {
    this.multihash = multihash;
    this.hash = Arrays.hashCode(multihash);
  }

  /**
   * @param multihash identity of 1 to 42 bytes, or SHA2-256
   * @throws GossipException {@link GossipException.Kind#MALFORMED} when it is neither
   */
  public static PeerId of(byte[] multihash) throws GossipException {
    if (multihash.length < 3 || multihash[1] != multihash.length - 2 || !isKnown(multihash)) {
      throw GossipException.malformed(
          "a peer id is a multihash, identity of at most 42 bytes or SHA2-256; these are "
              + multihash.length
              + " bytes of something else");
    }
    return new PeerId(multihash.clone());
  }

  /**
   * Who has an Ed25519 key: the multihash of its protobuf, which stands in it whole.
   *
   * @param publicKey 32 bytes
   */
  public static PeerId ofEd25519(byte[] publicKey) {
    int head = ED25519.length;
    byte[] multihash = Arrays.copyOf(ED25519, head + publicKey.length);
    System.arraycopy(publicKey, 0, multihash, head, publicKey.length);
    return new PeerId(multihash);
  }

  /**
   * Reads either text form of peer ids: base58 of the multihash, and multibase base32 of a CIDv1.
   *
   * @param text {@code 12D3KooW…}, {@code Qm…} or {@code bafz…}
   * @throws GossipException MALFORMED, LIMIT
   */
  public static PeerId parse(String text) throws GossipException {
    if (text.startsWith("1") || text.startsWith("Qm")) {
      return of(Base58.decode(text));
    }
    if (!text.startsWith("b")) {
      throw GossipException.malformed(
          "'" + text + "' is no peer id; one begins with 12D3KooW, Qm or bafz");
    }
    byte[] cid = Base32.decode(text.substring(1));
    int head = CID_V1_LIBP2P_KEY.length;
    if (cid.length < head || !Arrays.equals(cid, 0, head, CID_V1_LIBP2P_KEY, 0, head)) {
      throw GossipException.malformed("'" + text + "' is no CIDv1 of a libp2p key");
    }
    return of(Arrays.copyOfRange(cid, head, cid.length));
  }

  private static boolean isKnown(byte[] multihash) {
    int length = multihash.length - 2;
    return multihash[0] == IDENTITY
        ? length <= MAX_IDENTITY_BYTES
        : multihash[0] == SHA2_256 && length == SHA2_256_BYTES;
  }

  /** The multihash, a copy. */
  public byte[] bytes() {
    return multihash.clone();
  }

  @Override
  public int compareTo(PeerId other) {
    return Arrays.compareUnsigned(multihash, other.multihash);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PeerId that && Arrays.equals(multihash, that.multihash);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** The multihash in base58, the form that people see. */
  @Override
  public String toString() {
    return Base58.encode(multihash);
  }
}
