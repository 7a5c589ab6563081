package org.pando.registry.cbor;

import org.pando.registry.Bytes;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.RecordException;
import org.pando.registry.rule.UnknownException;

/**
 * Reads one map's entries in the ascending order of their keys; owned by the thread that decodes.
 * Every key is either asked for or refused.
 */
public final class MapReader {
  /** The version of every object that this program makes and accepts. */
  public static final int VERSION = 1;

  private static final int NONE = -1;

  private final CborReader in;
  private int unread;
  private int previous = NONE;
  private int next = NONE;

  MapReader(CborReader in, int entries) {
    this.in = in;
    this.unread = entries;
  }

  /**
   * Key 0 holds the version.
   *
   * @throws UnknownException for a higher one: whatever follows is not looked at
   */
  public void version() throws RecordException {
    long version = uint(0, 1, CborReader.MAX_UINT);
    if (version > VERSION) {
      throw new UnknownException(
          in.where(), "version " + version + ", this program knows version 1; update it");
    }
  }

  /** Whether the next entry has this key. */
  public boolean has(int key) throws InvalidException {
    return peek() == key;
  }

  public long uint(int key, long min, long max) throws InvalidException {
    return value(key).uint(min, max);
  }

  public Bytes bytes(int key, int length) throws InvalidException {
    return bytes(key, length, length);
  }

  public Bytes bytes(int key, int min, int max) throws InvalidException {
    return value(key).bytes(min, max);
  }

  public String text(int key, int max) throws InvalidException {
    return value(key).text(max);
  }

  /** The reader, standing before the value of this key. */
  public CborReader value(int key) throws InvalidException {
    int found = peek();
    in.at(key);
    if (found != key) {
      throw in.invalid(found == NONE ? "missing" : "missing, key " + found + " is in its place");
    }
    next = NONE;
    return in;
  }

  /** No entry is left. */
  public void end() throws InvalidException {
    int found = peek();
    if (found != NONE) {
      in.at(found);
      throw in.invalid("no such key here");
    }
  }

  private int peek() throws InvalidException {
    if (next == NONE && unread > 0) {
      next = (int) in.uint(0, Integer.MAX_VALUE);
      if (next <= previous) {
        throw in.malformed("key " + next + " after key " + previous + ", keys ascend");
      }
      previous = next;
      unread--;
    }
    return next;
  }
}
