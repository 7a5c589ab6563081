package org.pando.gossip.pubsub;

import java.util.Arrays;
import java.util.HexFormat;

/** What tells messages apart: bytes that the topic's id function makes of a message. */
public final class MessageId {
  private final byte[] bytes;
  private final int hash;

  private MessageId(byte[] bytes) {
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
  }

  /**
   * @param bytes not copied: the caller gives them away
   */
  public static MessageId of(byte[] bytes) {
    return new MessageId(bytes);
  }

  /** A copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  public int length() {
    return bytes.length;
  }

  /** The bytes themselves, for writing them out. */
  byte[] raw() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MessageId that && hash == that.hash && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
