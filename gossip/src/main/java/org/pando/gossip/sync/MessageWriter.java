package org.pando.gossip.sync;

import java.io.ByteArrayOutputStream;

/** Writes one message, range after range. */
final class MessageWriter {
  /** Negentropy's protocol, version 1. */
  static final int VERSION = 0x61;

  static final int SKIP = 0;
  static final int FINGERPRINT = 1;
  static final int IDS = 2;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final ByteArrayOutputStream draft = new ByteArrayOutputStream();
  private long lastTime;

  MessageWriter() {
    kept.write(VERSION);
  }

  /** Groups of seven bits, the most significant first. */
  static void varint(ByteArrayOutputStream out, long value) {
    int shift = (63 - Long.numberOfLeadingZeros(value | 1)) / 7 * 7;
    for (; shift > 0; shift -= 7) {
      out.write((int) (0x80 | ((value >>> shift) & 0x7f)));
    }
    out.write((int) (value & 0x7f));
  }

  /** In bytes, the draft included. */
  int size() {
    return kept.size() + draft.size();
  }

  /** Makes what was written since the last call part of the message. */
  void keep() {
    kept.writeBytes(draft.toByteArray());
    draft.reset();
  }

  /**
   * Takes back what was written since the last {@link #keep}; only {@link Bound#END} may follow.
   */
  void drop() {
    draft.reset();
  }

  void skip(Bound upTo) {
    range(upTo, SKIP);
  }

  void fingerprint(Bound upTo, byte[] fingerprint) {
    range(upTo, FINGERPRINT);
    draft.writeBytes(fingerprint);
  }

  /**
   * @param ids one behind the other
   */
  void ids(Bound upTo, byte[] ids) {
    range(upTo, IDS);
    varint(draft, ids.length / Item.ID);
    draft.writeBytes(ids);
  }

  /** Times are written as the distance from the one before, plus 1; infinity as 0. */
  private void range(Bound upTo, int mode) {
    if (upTo.time() == Bound.INFINITE) {
      lastTime = Bound.INFINITE;
      varint(draft, 0);
    } else {
      varint(draft, upTo.time() - lastTime + 1);
      lastTime = upTo.time();
    }
    varint(draft, upTo.prefix().length);
    draft.writeBytes(upTo.prefix());
    varint(draft, mode);
  }

  byte[] bytes() {
    keep();
    return kept.toByteArray();
  }
}
