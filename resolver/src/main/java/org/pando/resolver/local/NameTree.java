package org.pando.resolver.local;

import java.util.Arrays;

/**
 * Names as a tree of labels: every name that was added, and every name between it and the root. A
 * node is a number, so that what is known of a name can stand in an array beside the tree. One
 * thread adds; once nothing is added any more, any thread may read.
 *
 * <p>A node is found by its parent and its label in one hash table with open addressing. A name is
 * looked up from the root outwards and the first unknown label ends it, so a name that is not here
 * costs one look-up more than it has labels in common with those that are.
 */
final class NameTree {
  static final int ROOT = 0;
  static final int NONE = -1;

  private int[] parents = new int[64];
  private int[] labelAts = new int[64];
  private int size = 1;

  /** The labels of all nodes in wire form, one behind the other. */
  private byte[] labels = new byte[512];

  private int labelsLength;

  /** Nodes by their hash; 0 is a free place, since the root is nobody's child. */
  private int[] slots = new int[128];

  /** How many nodes there are; the greatest one is {@code size() - 1}. */
  int size() {
    return size;
  }

  int parent(int node) {
    return parents[node];
  }

  /**
   * Looks a name up.
   *
   * @param name in wire form, lower-case
   * @param length its length with the final 00
   * @return its node; or the complement ({@code ~}) of its closest encloser's (RFC 4592 section
   *     3.3.1)
   */
  int find(byte[] name, int length) {
    int node = ROOT;
    for (int label = labelCount(name, length) - 1; label >= 0; label--) {
      int next = child(node, name, labelAt(name, label));
      if (next == NONE) {
        return ~node;
      }
      node = next;
    }
    return node;
  }

  /**
   * The node of a label below a node, or {@link #NONE}.
   *
   * @param at where the label's length octet stands
   */
  int child(int parent, byte[] name, int at) {
    int node = slots[slot(parent, name, at)];
    return node == 0 ? NONE : node;
  }

  /** The node of a name, added with all names above it when it is new. */
  int add(byte[] name) {
    int node = ROOT;
    for (int label = labelCount(name, name.length) - 1; label >= 0; label--) {
      int at = labelAt(name, label);
      int slot = slot(node, name, at);
      if (slots[slot] == 0) {
        slots[slot] = append(node, name, at);
      }
      node = slots[slot];
      if (2 * size > slots.length) {
        rehash(2 * slots.length);
      }
    }
    return node;
  }

  /** Whether a name below this one exists. Reads every node. */
  boolean hasChildren(int node) {
    for (int i = 1; i < size; i++) {
      if (parents[i] == node) {
        return true;
      }
    }
    return false;
  }

  /** Gives back the memory that was kept for more nodes. */
  void trim() {
    parents = Arrays.copyOf(parents, size);
    labelAts = Arrays.copyOf(labelAts, size);
    labels = Arrays.copyOf(labels, labelsLength);
  }

  private int append(int parent, byte[] name, int at) {
    int length = 1 + name[at];
    if (size == parents.length) {
      parents = Arrays.copyOf(parents, 2 * size);
      labelAts = Arrays.copyOf(labelAts, 2 * size);
    }
    if (labelsLength + length > labels.length) {
      labels = Arrays.copyOf(labels, 2 * (labelsLength + length));
    }
    System.arraycopy(name, at, labels, labelsLength, length);
    parents[size] = parent;
    labelAts[size] = labelsLength;
    labelsLength += length;
    return size++;
  }

  private void rehash(int length) {
    slots = new int[length];
    for (int node = 1; node < size; node++) {
      slots[slot(parents[node], labels, labelAts[node])] = node;
    }
  }

  /** Where a node stands in the table, or where it would. */
  private int slot(int parent, byte[] name, int at) {
    int mask = slots.length - 1;
    int slot = hash(parent, name, at) & mask;
    while (slots[slot] != 0 && !isAt(slots[slot], parent, name, at)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean isAt(int node, int parent, byte[] name, int at) {
    int length = 1 + name[at];
    int own = labelAts[node];
    return parents[node] == parent
        && labels[own] == name[at]
        && Arrays.equals(labels, own, own + length, name, at, at + length);
  }

  private static int hash(int parent, byte[] name, int at) {
    int hash = 0x9e3779b1 * (parent + 1);
    for (int i = at; i <= at + name[at]; i++) {
      hash = 31 * hash + name[i];
    }
    hash *= 0x85ebca6b;
    return hash ^ (hash >>> 15);
  }

  private static int labelCount(byte[] name, int length) {
    int count = 0;
    for (int at = 0; at < length - 1; at += 1 + name[at]) {
      count++;
    }
    return count;
  }

  /** Where a label begins; label 0 is the first one. */
  private static int labelAt(byte[] name, int label) {
    int at = 0;
    for (int i = 0; i < label; i++) {
      at += 1 + name[at];
    }
    return at;
  }
}
