package org.pando.gossip.identify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.host.Host;
import org.pando.gossip.host.LoopStream;

/** Resets a stream that takes too long. Owned by the gossip loop. */
final class Deadline {
  private final Host host;
  private final Duration patience;
  private Host.@Nullable Timer timer;

  Deadline(Host host, Duration patience) {
    this.host = host;
    this.patience = patience;
  }

  /** From now on; again begins anew. */
  void start(LoopStream stream) {
    cancel();
    timer = host.after(patience, stream::reset);
  }

  void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
