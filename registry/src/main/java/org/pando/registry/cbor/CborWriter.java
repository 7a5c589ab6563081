package org.pando.registry.cbor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.pando.registry.Bytes;

/** Writes the narrowed CBOR profile; owned by the thread that encodes. */
public final class CborWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  /**
   * @throws IllegalArgumentException when it is negative or above 2^53-1
   */
  public CborWriter uint(long value) {
    head(0, value);
    return this;
  }

  public CborWriter bytes(Bytes value) {
    head(2, value.length());
    out.writeBytes(value.toArray());
    return this;
  }

  /**
   * @throws IllegalArgumentException when it is not ASCII
   */
  public CborWriter text(String value) {
    if (!value.chars().allMatch(c -> c < 0x80)) {
      throw new IllegalArgumentException("\"" + value + "\" is not ASCII");
    }
    head(3, value.length());
    out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  /** The head of an array; that many elements follow. */
  public CborWriter array(int count) {
    head(4, count);
    return this;
  }

  CborWriter map(int entries, Bytes content) {
    head(5, entries);
    return raw(content);
  }

  CborWriter raw(Bytes encoded) {
    out.writeBytes(encoded.toArray());
    return this;
  }

  public Bytes encode() {
    return Bytes.of(out.toByteArray());
  }

  private void head(int major, long value) {
    if (value < 0 || value > CborReader.MAX_UINT) {
      throw new IllegalArgumentException(value + " is not within 0 to 2^53-1");
    }
    if (value < 24) {
      out.write((major << 5) | (int) value);
      return;
    }
    int sizeExponent = value < 1 << 8 ? 0 : value < 1 << 16 ? 1 : value < 1L << 32 ? 2 : 3;
    out.write((major << 5) | (24 + sizeExponent));
    for (int shift = (8 << sizeExponent) - 8; shift >= 0; shift -= 8) {
      out.write((int) (value >> shift));
    }
  }
}
