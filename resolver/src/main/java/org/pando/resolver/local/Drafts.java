package org.pando.resolver.local;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;

/** Names and their records while they are collected. Belongs to the thread that builds. */
final class Drafts {
  private final NameTree tree = new NameTree();
  private final Map<OwnerData, OwnerData> shared = new HashMap<>();
  private @Nullable OwnerData[] data = new @Nullable OwnerData[64];

  NameTree tree() {
    return tree;
  }

  /** The records of a node; none when it has none, or is none. */
  OwnerData at(int node) {
    OwnerData here = node >= 0 && node < data.length ? data[node] : null;
    return here == null ? OwnerData.NONE : here;
  }

  /**
   * Adds a record.
   *
   * @param owner in wire form, lower-case
   * @return the owner's node, or {@link NameTree#NONE} when the record changes nothing
   */
  int add(int source, byte[] owner, int type, long ttl, Bytes rdata) {
    int node = tree.add(owner);
    OwnerData before = at(node);
    OwnerData after = before.with(source, type, ttl, rdata);
    if (after.equals(before)) {
      return NameTree.NONE;
    }
    if (node >= data.length) {
      data = Arrays.copyOf(data, Math.max(node + 1, 2 * data.length));
    }
    OwnerData known = shared.putIfAbsent(after, after);
    data[node] = known == null ? after : known;
    return node;
  }
}
