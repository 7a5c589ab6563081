package org.pando.registry.cbor;

import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;

/**
 * Writes one map with keys in ascending order; owned by the thread that encodes. A null value is an
 * absent key.
 */
public final class MapWriter {
  private final CborWriter content = new CborWriter();
  private int entries;
  private int previous = -1;

  public MapWriter uint(int key, long value) {
    value(key).uint(value);
    return this;
  }

  public MapWriter bytes(int key, @Nullable Bytes value) {
    if (value != null) {
      value(key).bytes(value);
    }
    return this;
  }

  /** An object nested as the byte string of its encoding. */
  public MapWriter nested(int key, @Nullable Encoded value) {
    return bytes(key, value == null ? null : value.encode());
  }

  public MapWriter text(int key, String value) {
    value(key).text(value);
    return this;
  }

  /** The writer, standing before the value of this key. */
  public CborWriter value(int key) {
    if (key <= previous) {
      throw new IllegalArgumentException("key " + key + " after key " + previous);
    }
    previous = key;
    entries++;
    return content.uint(key);
  }

  public Bytes encode() {
    return new CborWriter().map(entries, content.encode()).encode();
  }
}
