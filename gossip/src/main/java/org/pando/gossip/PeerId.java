package org.pando.gossip;

import java.util.Arrays;
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
