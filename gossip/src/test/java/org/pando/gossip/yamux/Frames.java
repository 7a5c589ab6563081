package org.pando.gossip.yamux;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Frames made and read by hand, apart from the code under test. */
final class Frames {
  static final int DATA = 0;
  static final int WINDOW = 1;
  static final int PING = 2;
  static final int GO_AWAY = 3;

  /** One frame; body is empty unless it is data. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Frame(int type, int flags, int stream, long length, byte[] body) {
    @Override
    public String toString() {
      return "type %d flags %d stream %d length %d".formatted(type, flags, stream, length);
    }
  }

  private Frames() {}

  static byte[] frame(int type, int flags, int stream, long length) {
    return ByteBuffer.allocate(12)
        .put((byte) 0)
        .put((byte) type)
        .putShort((short) flags)
        .putInt(stream)
        .putInt((int) length)
        .array();
  }

  static byte[] data(int flags, int stream, byte... body) {
    return join(frame(DATA, flags, stream, body.length), body);
  }

  static byte[] join(byte[]... parts) {
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
  static List<Frame> read(byte[] bytes) {
    List<Frame> frames = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.hasRemaining()) {
      if (in.get() != 0) {
        throw new AssertionError("version");
      }
      int type = in.get();
      int flags = in.getShort();
      int stream = in.getInt();
      long length = Integer.toUnsignedLong(in.getInt());
      byte[] body = new byte[type == DATA ? (int) length : 0];
      in.get(body);
      frames.add(new Frame(type, flags, stream, length, body));
    }
    return frames;
  }
}
