package org.pando.gossip.pubsub;

import java.util.EnumMap;
import java.util.Map;
import org.pando.gossip.PeerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was refused, and logs each with its reason. Owned by the router's thread. */
public final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger("org.pando.gossip.refused");

  private final Map<Refusal, Long> counts = new EnumMap<>(Refusal.class);

  Refusals() {}

  /** How often it happened. */
  public long count(Refusal refusal) {
    return counts.getOrDefault(refusal, 0L);
  }

  /**
   * @param about what was refused: a topic, or a message's id
   */
  void note(Refusal refusal, PeerId peer, Object about) {
    counts.merge(refusal, 1L, Long::sum);
    if (refusal == Refusal.DUPLICATE) {
      LOG.trace("{} from {}: {}", about, peer, refusal.reason());
    } else {
      LOG.debug("{} from {}: {}", about, peer, refusal.reason());
    }
  }
}
