package org.pando.gossip.sync;

import java.util.Arrays;

/**
 * Between two items: before the first one of this time whose id is not less than the prefix.
 *
 * @param time {@link #INFINITE} behind all items
 * @param prefix 0 to 32 bytes of an id; missing ones count as 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Bound(long time, byte[] prefix) {
  static final long INFINITE = Long.MAX_VALUE;
  static final Bound END = new Bound(INFINITE, new byte[0]);

  /** Just before an item. */
  static Bound before(Item item) {
    return new Bound(item.time(), item.sharedId());
  }

  /** The shortest bound between two neighbours. */
  static Bound between(Item left, Item right) {
    if (left.time() != right.time()) {
      return new Bound(right.time(), new byte[0]);
    }
    int same = Arrays.mismatch(left.sharedId(), right.sharedId());
    return new Bound(right.time(), Arrays.copyOf(right.sharedId(), same + 1));
  }

  /** Whether an item stands behind it. */
  boolean isNotAfter(Item item) {
    if (time != item.time()) {
      return time < item.time();
    }
    byte[] id = item.sharedId();
    return Arrays.compareUnsigned(prefix, 0, prefix.length, id, 0, prefix.length) <= 0;
  }

  boolean isBefore(Bound other) {
    if (time != other.time) {
      return time < other.time;
    }
    return Arrays.compareUnsigned(
            Arrays.copyOf(prefix, Item.ID), Arrays.copyOf(other.prefix, Item.ID))
        < 0;
  }
}
