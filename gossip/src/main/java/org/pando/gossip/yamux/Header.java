package org.pando.gossip.yamux;

import java.nio.ByteBuffer;
import org.pando.gossip.GossipException;

/**
 * The twelve bytes before every frame's data: version, type, flags, stream and length, big-endian.
 *
 * @param length of the data that follows; of other types a number, 32 bits unsigned
 */
record Header(FrameType type, int flags, int stream, long length) {
  static final int BYTES = 12;
  static final int SYN = 1;
  static final int ACK = 2;
  static final int FIN = 4;
  static final int RST = 8;

  private static final int VERSION = 0;

  static Header decode(byte[] bytes, int at) throws GossipException {
    ByteBuffer header = ByteBuffer.wrap(bytes, at, BYTES);
    int version = header.get() & 0xff;
    int type = header.get() & 0xff;
    if (version != VERSION) {
      throw GossipException.protocol("yamux version " + version + " from the peer; only 0 exists");
    }
    int flags = header.getShort() & 0xffff;
    return new Header(
        FrameType.of(type), flags, header.getInt(), Integer.toUnsignedLong(header.getInt()));
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  void write(FrameBuffer out) {
    out.writeInt(VERSION << 24 | type.code() << 16 | flags);
    out.writeInt(stream);
    out.writeInt((int) length);
  }
}
