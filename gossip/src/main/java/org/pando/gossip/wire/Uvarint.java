package org.pando.gossip.wire;

import java.io.ByteArrayOutputStream;
import org.pando.gossip.GossipException;

/**
 * multiformats' unsigned varint: little-endian groups of seven bits, at most nine bytes (63 bits),
 * in minimal form.
 */
public final class Uvarint {
  /** What {@link #read} returns when the number's last byte is not there yet. */
  public static final long INCOMPLETE = -1;

  private static final int MAX_BYTES = 9;

  private Uvarint() {}

  /** How many bytes the value takes, 1 to 9. */
  public static int length(long value) {
    return Math.max(1, (63 - Long.numberOfLeadingZeros(value)) / 7 + 1);
  }

  /**
   * @param value 0 to 2^63 - 1
   */
  public static void write(ByteArrayOutputStream out, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(value + " is negative");
    }
    long rest = value;
    while (rest > 0x7f) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /**
   * Reads a number; {@link #length} of it says how many bytes it took.
   *
   * @param from the first byte's index
   * @param to behind the last byte that is there
   * @param maxBytes how long the number may be, 1 to 9
   * @return 0 to 2^63 - 1, or {@link #INCOMPLETE}
   * @throws GossipException MALFORMED when it is longer, or longer than it need be
   */
  public static long read(byte[] bytes, int from, int to, int maxBytes) throws GossipException {
    long value = 0;
    int most = Math.min(maxBytes, MAX_BYTES);
    for (int i = 0; i < most; i++) {
      if (from + i >= to) {
        return INCOMPLETE;
      }
      byte next = bytes[from + i];
      value |= (long) (next & 0x7f) << (7 * i);
      if (next >= 0) {
        if (next == 0 && i > 0) {
          throw GossipException.malformed("a varint has more bytes than it needs");
        }
        return value;
      }
    }
    throw GossipException.malformed("a varint is longer than " + most + " bytes");
  }
}
