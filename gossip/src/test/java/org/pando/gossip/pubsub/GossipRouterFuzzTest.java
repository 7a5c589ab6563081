package org.pando.gossip.pubsub;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.GossipException;
import org.pando.gossip.wire.LengthFrames;

@Timeout(10)
final class GossipRouterFuzzTest {
  /** What a stream carries; between its RPCs other things happen. */
  @FuzzTest
  void hear(byte[] input) throws GossipException {
    RouterInvariants invariants = new RouterInvariants(new Random(input.length));
    LengthFrames frames = new LengthFrames(RpcCodec.MAX_RPC);
    int peer = 0;
    try {
      for (byte[] frame : frames.receive(input)) {
        invariants.step();
        invariants.said(1 + peer++ % 3, RpcCodec.decode(frame));
      }
    } catch (GossipException refused) {
      // such bytes end the stream
    }
    invariants.step();
  }
}
