package org.pando.gossip.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.Decoding;
import org.pando.gossip.GossipException;
import org.pando.gossip.wire.LengthFrames;

@Timeout(10)
final class IdentifyMessageFuzzTest {
  /** The whole stream of a peer, frames and all; what we would send of it reads alike. */
  @FuzzTest
  void read(byte[] input) throws GossipException {
    LengthFrames frames = new LengthFrames(IdentifyMessage.MAX_RECEIVED);
    List<byte[]> messages = Decoding.attempt(() -> frames.receive(input));
    if (messages == null) {
      return;
    }
    IdentifyMessage message = Decoding.attempt(() -> IdentifyMessage.decode(messages));
    byte[] encoded = message == null ? null : Decoding.attempt(message::encode);
    if (encoded != null) {
      IdentifyMessage again = IdentifyMessage.decode(List.of(encoded));
      assertNotNull(message);
      assertEquals(message.listenAddrs(), again.listenAddrs());
      assertEquals(message.protocols(), again.protocols());
      assertEquals(message.publicKey(), again.publicKey());
      assertEquals(message.observedAddr(), again.observedAddr());
      assertEquals(message.agentVersion(), again.agentVersion());
    }
  }
}
