package org.pando.resolver.lookup;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The places of the slow lane. No client holds more than a quarter of them, so that one that asks
 * for much leaves the others theirs. Any thread; never blocks but to await that all are free.
 */
final class Places {
  /** What came of an attempt to take a place. */
  enum Taking {
    TAKEN,
    /** All are taken. */
    FULL,
    /** The client has as many as one may have. */
    SHARE_USED
  }

  private final int count;
  private final int share;
  private final Semaphore free;
  private final ConcurrentMap<ClientNetwork, Integer> held = new ConcurrentHashMap<>();

  Places(int count) {
    this.count = count;
    this.share = ClientNetwork.share(count);
    this.free = new Semaphore(count);
  }

  /** Takes a place; whoever got one gives it back. */
  Taking take(ClientNetwork client) {
    if (!free.tryAcquire()) {
      return Taking.FULL;
    }
    if (held.merge(client, 1, Integer::sum) > share) {
      giveBack(client);
      return Taking.SHARE_USED;
    }
    return Taking.TAKEN;
  }

  void giveBack(ClientNetwork client) {
    held.computeIfPresent(client, (c, places) -> places == 1 ? null : places - 1);
    free.release();
  }

  /** How many are taken. */
  int taken() {
    return count - free.availablePermits();
  }

  /** Waits until all are free, or a while has passed; keeps them if it succeeds. */
  boolean takeAll(Duration patience) throws InterruptedException {
    return free.tryAcquire(count, patience.toNanos(), TimeUnit.NANOSECONDS);
  }
}
