package org.pando.registry.replica;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.pando.registry.PublishedName;

/** The published names of one network. Written by the writer thread, read by any. */
final class PublishedNames {
  private static final String KEY_NAME = ".key";

  /** A label in wire form inside a longer array, as a map key. */
  private static final class Label {
    private final byte[] wire;
    private final int offset;
    private final int hash;

    private Label(byte[] wire, int offset, int hash) {
      this.wire = wire;
      this.offset = offset;
      this.hash = hash;
    }

    static Label at(byte[] wire, int offset) {
      int hash = 1;
      for (int i = offset; i <= offset + wire[offset]; i++) {
        hash = 31 * hash + wire[i];
      }
      return new Label(wire, offset, hash);
    }

    static Label of(String text) {
      byte[] wire = new byte[1 + text.length()];
      wire[0] = (byte) text.length();
      System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, wire, 1, text.length());
      return at(wire, 0);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Label label
          && hash == label.hash
          && Arrays.equals(
              wire,
              offset,
              offset + 1 + wire[offset],
              label.wire,
              label.offset,
              label.offset + 1 + label.wire[label.offset]);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  private final ConcurrentHashMap<Label, PublishedName> humanNames = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Label, PublishedName> keyNames = new ConcurrentHashMap<>();

  /** Replaces what was published of the name before, in one step. */
  void publish(PublishedName name) {
    String key = name.key();
    if (key.endsWith(KEY_NAME)) {
      keyNames.put(Label.of(key.substring(0, key.length() - KEY_NAME.length())), name);
    } else {
      humanNames.put(Label.of(key), name);
    }
  }

  @Nullable PublishedName find(byte[] wire, int offset, boolean keyName) {
    return (keyName ? keyNames : humanNames).get(Label.at(wire, offset));
  }

  int size() {
    return humanNames.size() + keyNames.size();
  }
}
