package org.pando.gossip.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.MessageStream;

@Timeout(60)
class TcpHostTest {
  @Test
  void twoNodesConnectOpenAStreamAndExchangeMessages() throws Exception {
    try (Node one = new Node(1);
        Node two = new Node(2)) {
      one.connect(two);
      two.awaitEvent("connected " + one.id());
      try (MessageStream stream = one.requests.open(two.id(), Node.ECHO)) {
        stream.send("hello".getBytes(UTF_8));
        assertArrayEquals("hello".getBytes(UTF_8), stream.receive());
        stream.end();
        assertNull(stream.receive());
      }
    }
  }
}
