package org.pando.gossip.simulation;

/** The digest of everything that happened in a run, in order: equal runs have equal digests. */
public final class Trace {
  /** What happened. */
  enum Event {
    UP(1),
    DOWN(2),
    CONNECTED(3),
    DISCONNECTED(4),
    RECEIVED(5),
    LOST(6);

    private final int code;

    Event(int code) {
      this.code = code;
    }
  }

  private long digest;
  private long events;

  void record(Event event, long now, SimulatedNode from, SimulatedNode to, long detail) {
    events++;
    digest = mix(digest ^ now);
    digest = mix(digest ^ ((long) from.index() << 32 | to.index()));
    digest = mix(digest ^ (detail << 3 | event.code));
  }

  /** MurmurHash3's finalizer: every bit of the value changes every bit of the result. */
  private static long mix(long value) {
    long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }

  public long digest() {
    return digest;
  }

  public long events() {
    return events;
  }
}
