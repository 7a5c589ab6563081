package org.pando.gossip.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.GossipException;

@Timeout(10)
final class RpcCodecFuzzTest {
  /** What decodes is within the limits, and encodes to what decodes to as much. */
  @FuzzTest
  void decode(byte[] input) {
    Rpc rpc;
    try {
      rpc = RpcCodec.decode(input);
    } catch (GossipException refused) {
      return;
    }
    assertTrue(rpc.messages().size() <= RpcCodec.MAX_MESSAGES);
    List<byte[]> parts = RpcCodec.encode(rpc);
    int messages = 0;
    for (byte[] part : parts) {
      assertTrue(part.length <= RpcSplitter.MAX_RPC);
      try {
        messages += RpcCodec.decode(part).messages().size();
      } catch (GossipException e) {
        throw new AssertionError("what we encode does not decode", e);
      }
    }
    assertEquals(rpc.messages().size(), messages);
  }
}
