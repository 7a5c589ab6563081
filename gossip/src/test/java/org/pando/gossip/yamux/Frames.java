package org.pando.gossip.yamux;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Frames made and read by hand, apart from the code under test. */
public final class Frames {
  private static final int HEADER = 12;
  public static final int DATA = 0;
  public static final int WINDOW = 1;
  public static final int PING = 2;
  public static final int GO_AWAY = 3;

  /** One frame; body is empty unless it is data. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Frame(int type, int flags, int stream, long length, byte[] body) {
    @Override
    public String toString() {
      return "type %d flags %d stream %d length %d".formatted(type, flags, stream, length);
    }
  }

  private Frames() {}

  public static byte[] frame(int type, int flags, int stream, long length) {
    return ByteBuffer.allocate(12)
        .put((byte) 0)
        .put((byte) type)
        .putShort((short) flags)
        .putInt(stream)
        .putInt((int) length)
        .array();
  }

  public static byte[] data(int flags, int stream, byte... body) {
    return join(frame(DATA, flags, stream, body.length), body);
  }

  public static byte[] join(byte[]... parts) {
    int size = 0;
    for (byte[] part : parts) {
      size += part.length;
    }
    ByteBuffer all = ByteBuffer.allocate(size);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  /** Reads whole frames. */
  public static List<Frame> read(byte[] bytes) {
    List<Frame> frames = whole(bytes);
    long size = frames.stream().mapToLong(frame -> HEADER + frame.body().length).sum();
    if (size != bytes.length) {
      throw new AssertionError("the last frame is not whole");
    }
    return frames;
  }

  /** Reads the frames that are whole, and leaves the rest. */
  public static List<Frame> whole(byte[] bytes) {
    List<Frame> frames = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.remaining() >= HEADER) {
      if (in.get() != 0) {
        throw new AssertionError("version");
      }
      int type = in.get();
      int flags = in.getShort();
      int stream = in.getInt();
      long length = Integer.toUnsignedLong(in.getInt());
      byte[] body = new byte[type == DATA ? (int) length : 0];
      if (body.length > in.remaining()) {
        break;
      }
      in.get(body);
      frames.add(new Frame(type, flags, stream, length, body));
    }
    return frames;
  }
}
