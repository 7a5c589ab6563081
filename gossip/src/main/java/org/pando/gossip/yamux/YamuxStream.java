package org.pando.gossip.yamux;

import java.util.ArrayDeque;
import java.util.Deque;

/** One stream's windows, its queue, and which of its ends are over. Owned by its session. */
final class YamuxStream {
  /** How much data either side may send on a new stream before it hears of more. */
  static final int START_WINDOW = 262_144;

  private static final long MAX_WINDOW = 0xffff_ffffL;

  final int id;

  /** Whether it was opened by us. */
  final boolean ours;

  /** SYN or ACK while it is still to be sent, else 0. */
  int greeting;

  boolean acknowledged;
  boolean endWanted;
  boolean endSent;
  boolean peerEnded;

  /** Its session knows it no more. */
  boolean gone;

  /** The queue was above the low water mark. */
  boolean full;

  private final Deque<byte[]> queue = new ArrayDeque<>();
  private int headTaken;
  private long queued;
  private long sendWindow = START_WINDOW;
  private final int window;
  private long receiveWindow = START_WINDOW;
  private long unconsumed;
  private long credit;

  YamuxStream(int id, boolean ours, int window) {
    this.id = id;
    this.ours = ours;
    this.window = window;
    this.credit = (long) window - START_WINDOW;
    this.greeting = ours ? Header.SYN : Header.ACK;
  }

  void queue(byte[] bytes) {
    if (bytes.length > 0) {
      queue.add(bytes);
      queued += bytes.length;
    }
  }

  long queued() {
    return queued;
  }

  /** How much of the queue the peer's window lets us send. */
  long sendable() {
    return Math.min(queued, sendWindow);
  }

  /** Whether the end is the next thing to send. */
  boolean endDue() {
    return endWanted && !endSent && queued == 0;
  }

  boolean over() {
    return endSent && peerEnded;
  }

  /** Moves the next bytes of the queue. */
  void take(int length, FrameBuffer out) {
    int left = length;
    while (left > 0) {
      byte[] head = queue.element();
      int part = Math.min(left, head.length - headTaken);
      out.write(head, headTaken, part);
      left -= part;
      headTaken += part;
      if (headTaken == head.length) {
        queue.remove();
        headTaken = 0;
      }
    }
    queued -= length;
    sendWindow -= length;
  }

  void dropQueue() {
    queue.clear();
    queued = 0;
  }

  /** Whether the peer may grant so much more. */
  boolean widen(long delta) {
    sendWindow += delta;
    return sendWindow <= MAX_WINDOW;
  }

  /** Whether the peer may send so much now; it then has. */
  boolean admit(long length) {
    if (length > receiveWindow) {
      return false;
    }
    receiveWindow -= length;
    return true;
  }

  void delivered(int length) {
    unconsumed += length;
  }

  /** Frees window; returns whether so much is free that the peer should hear of it. */
  boolean consumed(int length) {
    if (length < 0 || length > unconsumed) {
      throw new IllegalArgumentException(
          length
              + " bytes consumed of stream "
              + Integer.toUnsignedString(id)
              + ", which has "
              + unconsumed);
    }
    unconsumed -= length;
    credit += length;
    return !peerEnded && credit >= window / 2;
  }

  /** The credit to tell the peer of, which it then has. */
  long grant() {
    long granted = credit;
    receiveWindow += granted;
    credit = 0;
    return granted;
  }
}
