package org.pando.gossip.pubsub;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;

class RouterPropertyTest {
  @Test
  void whateverPeersSayItThrowsNothingAndStaysWithinItsBounds() throws GossipException {
    for (int seed = 0; seed < 20; seed++) {
      RouterInvariants invariants = new RouterInvariants(new Random(seed));
      for (int step = 0; step < 1000; step++) {
        invariants.step();
      }
    }
  }
}
