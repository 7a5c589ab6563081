package org.pando.gossip.noise;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/** Randomness that is known: a handshake's static key, then its ephemeral one. */
final class FixedKeys implements RandomGenerator {
  private final Deque<byte[]> keys;

  FixedKeys(byte[]... keys) {
    this.keys = new ArrayDeque<>(List.of(keys));
  }

  @Override
  public void nextBytes(byte[] bytes) {
    System.arraycopy(keys.remove(), 0, bytes, 0, bytes.length);
  }

  @Override
  public long nextLong() {
    throw new UnsupportedOperationException();
  }
}
