package org.pando.gossip.sync;

import java.util.Arrays;
import java.util.HexFormat;

/** What a set holds: an id of 32 bytes at a time. Immutable. */
public final class Item implements Comparable<Item> {
  /** In bytes. */
  public static final int ID = 32;

  private final long time;
  private final byte[] id;

  /**
   * @param time 0 to 2^63 - 2
   * @param id 32 bytes
   */
  public Item(long time, byte[] id) {
    if (id.length != ID || time < 0 || time == Long.MAX_VALUE) {
      throw new IllegalArgumentException("an id of " + id.length + " bytes at " + time);
    }
    this.time = time;
    this.id = id.clone();
  }

  public long time() {
    return time;
  }

  /** A copy. */
  public byte[] id() {
    return id.clone();
  }

  /** Not to be changed. */
  byte[] sharedId() {
    return id;
  }

  @Override
  public int compareTo(Item other) {
    int byTime = Long.compare(time, other.time);
    return byTime != 0 ? byTime : Arrays.compareUnsigned(id, other.id);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Item that && time == that.time && Arrays.equals(id, that.id);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(id) ^ Long.hashCode(time);
  }

  @Override
  public String toString() {
    return time + " " + HexFormat.of().formatHex(id);
  }
}
