package org.pando.gossip.sync;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of items in order, with sums of ids over any range. Any thread; each call sees the set at
 * one moment.
 *
 * <p>The items lie in blocks of neighbours, each with the sum of its ids: adding and removing move
 * the items of one block, a sum over a range adds whole blocks. With a million items a range sum
 * takes some 2 000 additions.
 */
public final class Inventory {
  private final List<Block> blocks = new ArrayList<>();
  private int size;

  public synchronized int size() {
    return size;
  }

  /** Adds an item; one that is there already stays. */
  public synchronized void add(Item item) {
    if (blocks.isEmpty()) {
      blocks.add(new Block());
    }
    int index = blockOf(Bound.before(item));
    Block block = blocks.get(index);
    if (!block.add(item)) {
      return;
    }
    size++;
    if (block.isFull()) {
      blocks.add(index + 1, block.split());
    }
  }

  /** Removes an item; one that is not there is ignored. */
  public synchronized void remove(Item item) {
    if (blocks.isEmpty()) {
      return;
    }
    int index = blockOf(Bound.before(item));
    if (blocks.get(index).remove(item)) {
      size--;
      if (blocks.get(index).isEmpty()) {
        blocks.remove(index);
      }
    }
  }

  /** Over all items: equal sets have equal fingerprints. */
  public synchronized byte[] fingerprint() {
    return fingerprint(0, size);
  }

  /** The last block whose first item is before the bound, or the first block. */
  private int blockOf(Bound bound) {
    int low = 0;
    int high = blocks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      Block block = blocks.get(middle);
      if (bound.isNotAfter(block.item(0)) && !block.startsWith(bound)) {
        high = middle - 1;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /** How many items stand before a bound. */
  synchronized int indexOf(Bound bound) {
    int before = 0;
    for (Block block : blocks) {
      if (bound.isNotAfter(block.last())) {
        return before + block.indexOf(bound);
      }
      before += block.size();
    }
    return before;
  }

  synchronized Item get(int index) {
    int left = index;
    for (Block block : blocks) {
      if (left < block.size()) {
        return block.item(left);
      }
      left -= block.size();
    }
    throw new IndexOutOfBoundsException(index);
  }

  /** The ids of a range, one behind the other. */
  synchronized byte[] ids(int from, int to) {
    byte[] ids = new byte[(to - from) * Item.ID];
    int before = 0;
    int written = 0;
    for (Block block : blocks) {
      int first = Math.max(from - before, 0);
      int last = Math.min(to - before, block.size());
      if (first < last) {
        block.copyIds(first, last, ids, written);
        written += (last - first) * Item.ID;
      }
      before += block.size();
    }
    return ids;
  }

  synchronized byte[] fingerprint(int from, int to) {
    IdSum sum = new IdSum();
    int before = 0;
    for (Block block : blocks) {
      int first = Math.max(from - before, 0);
      int last = Math.min(to - before, block.size());
      if (first < last) {
        block.addTo(sum, first, last);
      }
      before += block.size();
    }
    return sum.fingerprint();
  }
}
