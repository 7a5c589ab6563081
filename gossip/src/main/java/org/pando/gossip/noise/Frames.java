package org.pando.gossip.noise;

import java.util.Arrays;
import org.pando.gossip.GossipException;

/**
 * Noise messages cut out of bytes that come in any pieces: {@code u16 length} and the message. It
 * keeps at most one message that is not complete, and takes memory only for bytes that are there.
 * Owned by its connection's thread.
 */
final class Frames {
  static final int LENGTH_BYTES = 2;
  static final int MAX_MESSAGE = 0xffff;

  private byte[] bytes = {};
  private int at;
  private int end;
  private int length;

  /** Takes the bytes over; they must not change. */
  void add(byte[] more) {
    int kept = end - at;
    if (kept == 0) {
      bytes = more;
      at = 0;
      end = more.length;
      return;
    }
    if (end + more.length > bytes.length) {
      int room = Math.max(kept + more.length, Math.min(2 * kept, LENGTH_BYTES + MAX_MESSAGE));
      byte[] larger = new byte[room];
      System.arraycopy(bytes, at, larger, 0, kept);
      bytes = larger;
      at = 0;
      end = kept;
    }
    System.arraycopy(more, 0, bytes, end, more.length);
    end += more.length;
  }

  /**
   * Goes to the next message.
   *
   * @param max the longest that is allowed
   * @return false when it is not complete
   * @throws GossipException LIMIT
   */
  boolean next(int max) throws GossipException {
    if (end - at < LENGTH_BYTES) {
      return false;
    }
    int announced = (bytes[at] & 0xff) << Byte.SIZE | (bytes[at + 1] & 0xff);
    if (announced > max) {
      throw GossipException.limit(
          "Noise: a message of " + announced + " bytes; the limit is " + max + " here");
    }
    if (end - at - LENGTH_BYTES < announced) {
      return false;
    }
    at += LENGTH_BYTES + announced;
    length = announced;
    return true;
  }

  /** The array that the message stands in, at {@link #from} with {@link #length} bytes. */
  byte[] bytes() {
    return bytes;
  }

  int from() {
    return at - length;
  }

  int length() {
    return length;
  }

  byte[] message() {
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /** How many bytes came behind the message. */
  int left() {
    return end - at;
  }

  /** What came behind the message. */
  byte[] rest() {
    return Arrays.copyOfRange(bytes, at, end);
  }

  static byte[] framed(byte[] message) {
    byte[] frame = new byte[LENGTH_BYTES + message.length];
    writeLength(frame, 0, message.length);
    System.arraycopy(message, 0, frame, LENGTH_BYTES, message.length);
    return frame;
  }

  static void writeLength(byte[] frame, int at, int length) {
    frame[at] = (byte) (length >>> Byte.SIZE);
    frame[at + 1] = (byte) length;
  }
}
