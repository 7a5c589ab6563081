package org.pando.registry.replica;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NameState;
import org.pando.registry.Published;

/**
 * The published names of one network: written by the writer thread, read by any without a lock.
 *
 * <p>One array of octets per name, in a table with open addressing and at least half of its places
 * free. A name is never taken out, so a reader that meets a free place knows that the name is not
 * there. A larger table is filled before it takes the place of the smaller one.
 *
 * <pre>
 * entry: 1 kind | 6 seq | label in wire form | zone body
 * </pre>
 */
final class PublishedNames {
  private static final String KEY_NAME = ".key";
  private static final int FIRST_SIZE = 1 << 8;
  private static final int LABEL = 7;

  /** In an entry's first octet: the name is one below {@code key}. */
  private static final int OF_A_KEY = 0x10;

  private static final int STATE = 0xf;

  /** In an entry's first octet, in place of a state. */
  private static final int DAMAGED = 0xf;

  private static final Published UNKNOWN = new Published.Unknown();
  private static final Published NOT_LOADED = new Published.NotLoaded();
  private static final Published DAMAGED_NAME = new Published.Damaged();
  private static final List<NameState> STATES = List.of(NameState.values());

  private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(byte[][].class);
  private static final VarHandle EIGHT_OCTETS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long seed;
  private final long factor;
  private final AtomicLong changes;
  private volatile Table table = new Table(FIRST_SIZE);
  private volatile int size;
  private volatile int damaged;
  private volatile boolean whole;

  /**
   * @param seed unknown to others, so that nobody can choose names that meet in one place
   * @param changes counts up after each change
   */
  PublishedNames(long seed, AtomicLong changes) {
    this.seed = seed;
    this.changes = changes;
    this.factor = Long.rotateLeft(seed, Integer.SIZE) | 1;
  }

  /** Replaces what was published of the name before, in one step. */
  void publish(String key, Published.Served name) {
    put(entry(key, STATES.indexOf(name.state()), name.seq(), name.body()));
  }

  /** Takes a name out of service; false when it was. */
  boolean withdraw(String key) {
    return put(entry(key, DAMAGED, 0, Bytes.EMPTY));
  }

  /** From now on, what is not published does not exist. */
  void complete() {
    whole = true;
    changes.incrementAndGet();
  }

  boolean isWhole() {
    return whole;
  }

  /** How many names there are, tombstones and damaged ones included. */
  int size() {
    return size;
  }

  /** How many names are withdrawn. */
  int damaged() {
    return damaged;
  }

  /**
   * @param wire bytes that hold the label in wire form, lower-case
   * @param offset where its length octet stands
   * @param keyName whether it is a label below {@code key}
   */
  Published find(byte[] wire, int offset, boolean keyName) {
    boolean wasWhole = whole; // asked first: what is published meanwhile is then not missed
    byte[] entry = table.find(wire, offset, keyName ? OF_A_KEY : 0, hash(wire, offset, keyName));
    if (entry == null) {
      return wasWhole ? UNKNOWN : NOT_LOADED;
    }
    return published(entry);
  }

  /** Whether a name is known not to be there; false also while that is not known yet. */
  boolean lacks(String key) {
    boolean wasWhole = whole;
    byte[] entry = entry(key, 0, 0, Bytes.EMPTY);
    int kind = entry[0] & OF_A_KEY;
    return wasWhole && table.find(entry, LABEL, kind, hash(entry)) == null;
  }

  private static Published published(byte[] entry) {
    int state = entry[0] & STATE;
    if (state == DAMAGED) {
      return DAMAGED_NAME;
    }
    long seq = 0;
    for (int i = 1; i < LABEL; i++) {
      seq = seq << 8 | (entry[i] & 0xff);
    }
    Bytes body = Bytes.within(entry, LABEL + 1 + entry[LABEL], entry.length);
    return new Published.Served(STATES.get(state), seq, body);
  }

  /** Whether it changed the number of withdrawn names. */
  private boolean put(byte[] entry) {
    Table places = table;
    byte[] before = places.put(entry, hash(entry));
    if (before == null) {
      int more = size + 1;
      size = more;
      if (2 * more > places.entries.length) {
        table = larger(places);
      }
    }
    changes.incrementAndGet(); // the entry is visible: whoever sees the count sees it
    int change = isDamaged(entry) - isDamaged(before);
    int all = damaged + change;
    damaged = all;
    return change != 0;
  }

  private static int isDamaged(byte @Nullable [] entry) {
    return entry != null && (entry[0] & STATE) == DAMAGED ? 1 : 0;
  }

  private Table larger(Table from) {
    Table to = new Table(2 * from.entries.length);
    for (byte[] entry : from.entries) {
      if (entry != null) {
        to.put(entry, hash(entry));
      }
    }
    return to;
  }

  /**
   * Entries by their hash, and beside each one eight bits of it: most entries of other names are
   * passed over without being looked at.
   */
  private static final class Table {
    private final byte[] @Nullable [] entries;
    private final byte[] marks;

    /**
     * @param places a power of two
     */
    Table(int places) {
      this.entries = new byte[places][];
      this.marks = new byte[places];
    }

    /** The entry of a name; any thread. */
    byte @Nullable [] find(byte[] wire, int offset, int kind, long hash) {
      int place = first(hash);
      byte[] there = at(place);
      while (there != null && !isOf(there, place, wire, offset, kind, hash)) {
        place = next(place);
        there = at(place);
      }
      return there;
    }

    /** Returns what was there of the same name. */
    byte @Nullable [] put(byte[] entry, long hash) {
      int kind = entry[0] & OF_A_KEY;
      int place = first(hash);
      byte[] there = at(place);
      while (there != null && !isOf(there, place, entry, LABEL, kind, hash)) {
        place = next(place);
        there = at(place);
      }
      marks[place] = mark(hash);
      ENTRY.setRelease(entries, place, entry); // whoever sees the entry sees its mark
      return there;
    }

    private boolean isOf(byte[] entry, int place, byte[] wire, int offset, int kind, long hash) {
      return marks[place] == mark(hash)
          && (entry[0] & OF_A_KEY) == kind
          && sameLabel(entry, wire, offset);
    }

    private int first(long hash) {
      return (int) hash & (entries.length - 1);
    }

    private int next(int place) {
      return (place + 1) & (entries.length - 1);
    }

    private byte @Nullable [] at(int place) {
      return (byte[]) ENTRY.getAcquire(entries, place);
    }

    private static byte mark(long hash) {
      return (byte) (hash >>> 56);
    }
  }

  private static boolean sameLabel(byte[] entry, byte[] wire, int offset) {
    return Arrays.equals(
        entry, LABEL, LABEL + 1 + entry[LABEL], wire, offset, offset + 1 + wire[offset]);
  }

  private long hash(byte[] entry) {
    return hash(entry, LABEL, (entry[0] & OF_A_KEY) != 0);
  }

  /** A keyed hash of the label: eight octets at a time, each multiplied in by a folded product. */
  private long hash(byte[] wire, int offset, boolean keyName) {
    int end = offset + 1 + wire[offset];
    long hash = keyName ? ~seed : seed;
    int at = offset;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = mix(hash, (long) EIGHT_OCTETS.get(wire, at));
    }
    long rest = 0;
    for (; at < end; at++) {
      rest = rest << 8 | wire[at];
    }
    return mix(hash, rest);
  }

  private long mix(long hash, long octets) {
    long word = hash ^ octets;
    return Math.multiplyHigh(word, factor) ^ (word * factor);
  }

  private static byte[] entry(String key, int state, long seq, Bytes body) {
    boolean ofAKey = key.endsWith(KEY_NAME);
    String label = ofAKey ? key.substring(0, key.length() - KEY_NAME.length()) : key;
    byte[] entry = new byte[LABEL + 1 + label.length() + body.length()];
    entry[0] = (byte) (state | (ofAKey ? OF_A_KEY : 0));
    for (int i = LABEL - 1, shift = 0; i > 0; i--, shift += 8) {
      entry[i] = (byte) (seq >> shift);
    }
    entry[LABEL] = (byte) label.length();
    byte[] octets = label.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(octets, 0, entry, LABEL + 1, octets.length);
    body.copyTo(0, entry, LABEL + 1 + octets.length, body.length());
    return entry;
  }
}
