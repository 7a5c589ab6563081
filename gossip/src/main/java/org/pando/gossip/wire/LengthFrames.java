package org.pando.gossip.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pando.gossip.GossipException;

/**
 * The frames {@code uvarint(length) bytes} of one incoming stream. It holds what came of the frame
 * that is not whole yet, never memory for what is only announced. Belongs to one thread.
 */
public final class LengthFrames {
  private final int maxFrame;
  private final int maxPrefix;
  private byte[] rest = new byte[0];
  private int used;

  /**
   * @param maxFrame how many bytes a frame may have, without its length
   */
  public LengthFrames(int maxFrame) {
    this.maxFrame = maxFrame;
    this.maxPrefix = Uvarint.length(maxFrame);
  }

  /** The message with its length in front. */
  public static byte[] frame(byte[] message) {
    ByteArrayOutputStream out =
        new ByteArrayOutputStream(Uvarint.length(message.length) + message.length);
    Uvarint.write(out, message.length);
    out.writeBytes(message);
    return out.toByteArray();
  }

  /**
   * Takes bytes of the stream.
   *
   * @return the frames that are whole now, in order
   * @throws GossipException LIMIT when a frame is too long, MALFORMED when a length is none; the
   *     stream is to be reset
   */
  public List<byte[]> receive(byte[] bytes) throws GossipException {
    append(bytes);
    List<byte[]> frames = new ArrayList<>();
    int at = 0;
    while (true) {
      long length = Uvarint.read(rest, at, used, maxPrefix);
      if (length == Uvarint.INCOMPLETE) {
        break;
      }
      if (length > maxFrame) {
        throw GossipException.limit(
            "a frame of " + length + " bytes; the limit is " + maxFrame + " bytes");
      }
      int begin = at + Uvarint.length(length);
      if (used - begin < length) {
        break;
      }
      at = begin + (int) length;
      frames.add(Arrays.copyOfRange(rest, begin, at));
    }
    drop(at);
    return frames;
  }

  /** Whether no frame has begun: the stream may end here. */
  public boolean isEmpty() {
    return used == 0;
  }

  private void append(byte[] bytes) {
    if (used + bytes.length > rest.length) {
      rest =
          Arrays.copyOf(
              rest, Math.max(used + bytes.length, Math.min(2 * used, maxPrefix + maxFrame)));
    }
    System.arraycopy(bytes, 0, rest, used, bytes.length);
    used += bytes.length;
  }

  private void drop(int count) {
    used -= count;
    if (used == 0) {
      rest = new byte[0];
    } else {
      System.arraycopy(rest, count, rest, 0, used);
    }
  }
}
