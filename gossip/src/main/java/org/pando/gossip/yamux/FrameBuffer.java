package org.pando.gossip.yamux;

import java.util.Arrays;

/** Bytes to be sent, up to a maximum; it grows as it is filled. */
final class FrameBuffer {
  private final int max;
  private byte[] bytes;
  private int size;

  FrameBuffer(int max) {
    this.max = max;
    this.bytes = new byte[Math.min(max, 256)];
  }

  int size() {
    return size;
  }

  /** How many bytes there is room for. */
  int room() {
    return max - size;
  }

  void writeInt(int value) {
    ensure(Integer.BYTES);
    for (int shift = 24; shift >= 0; shift -= Byte.SIZE) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  void write(byte[] source, int from, int length) {
    ensure(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  byte[] toArray() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  private void ensure(int more) {
    if (more > room()) {
      throw new IllegalStateException(more + " bytes where there is room for " + room());
    }
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(max, Math.max(size + more, bytes.length * 2)));
    }
  }
}
