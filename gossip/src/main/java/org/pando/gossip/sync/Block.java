package org.pando.gossip.sync;

import java.util.Arrays;

/** Neighbouring items in order. Belongs to its {@link Inventory}. */
final class Block {
  private static final int CAPACITY = 512;

  private final long[] times = new long[CAPACITY];
  private final byte[] ids = new byte[CAPACITY * Item.ID];
  private IdSum sum = new IdSum();
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isFull() {
    return size == CAPACITY;
  }

  Item item(int index) {
    return new Item(times[index], Arrays.copyOfRange(ids, index * Item.ID, (index + 1) * Item.ID));
  }

  Item last() {
    return item(size - 1);
  }

  /** Whether its first item is the one just behind the bound. */
  boolean startsWith(Bound bound) {
    return bound.prefix().length == Item.ID
        && times[0] == bound.time()
        && Arrays.equals(ids, 0, Item.ID, bound.prefix(), 0, Item.ID);
  }

  /** How many of its items stand before a bound. */
  int indexOf(Bound bound) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBefore(middle, bound)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean isBefore(int index, Bound bound) {
    if (times[index] != bound.time()) {
      return times[index] < bound.time();
    }
    int from = index * Item.ID;
    int length = bound.prefix().length;
    return Arrays.compareUnsigned(ids, from, from + length, bound.prefix(), 0, length) < 0;
  }

  private boolean holds(int index, Item item) {
    return index < size
        && times[index] == item.time()
        && Arrays.equals(ids, index * Item.ID, (index + 1) * Item.ID, item.sharedId(), 0, Item.ID);
  }

  /** Whether it was not there. */
  boolean add(Item item) {
    int index = indexOf(Bound.before(item));
    if (holds(index, item)) {
      return false;
    }
    move(index, index + 1, size - index);
    times[index] = item.time();
    System.arraycopy(item.sharedId(), 0, ids, index * Item.ID, Item.ID);
    sum.add(ids, index * Item.ID);
    size++;
    return true;
  }

  /** Whether it was there. */
  boolean remove(Item item) {
    int index = indexOf(Bound.before(item));
    if (!holds(index, item)) {
      return false;
    }
    sum.subtract(ids, index * Item.ID);
    move(index + 1, index, size - index - 1);
    size--;
    return true;
  }

  private void move(int from, int to, int count) {
    System.arraycopy(times, from, times, to, count);
    System.arraycopy(ids, from * Item.ID, ids, to * Item.ID, count * Item.ID);
  }

  /** Takes the second half out into a block of its own. */
  Block split() {
    Block second = new Block();
    int half = size / 2;
    second.size = size - half;
    System.arraycopy(times, half, second.times, 0, second.size);
    System.arraycopy(ids, half * Item.ID, second.ids, 0, second.size * Item.ID);
    size = half;
    sum = sumOf(0, size);
    second.sum = second.sumOf(0, second.size);
    return second;
  }

  private IdSum sumOf(int from, int to) {
    IdSum part = new IdSum();
    for (int i = from; i < to; i++) {
      part.add(ids, i * Item.ID);
    }
    return part;
  }

  void addTo(IdSum total, int from, int to) {
    total.add(from == 0 && to == size ? sum : sumOf(from, to));
  }

  void copyIds(int from, int to, byte[] into, int at) {
    System.arraycopy(ids, from * Item.ID, into, at, (to - from) * Item.ID);
  }
}
