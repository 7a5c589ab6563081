package org.pando.gossip.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.GossipNode;
import org.pando.gossip.GossipOptions;
import org.pando.gossip.MessageStream;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.PeerStatus;
import org.pando.gossip.Protocol;
import org.pando.gossip.TestIdentity;
import org.pando.gossip.Topic;
import org.pando.gossip.Verdict;
import org.pando.gossip.host.Around;

@Timeout(60)
class Libp2pNodeTest {
  private static final Topic TOPIC = new Topic("/test/topic", 1_024);
  private static final Protocol ECHO =
      new Protocol("/test/echo/1", 1_024, Duration.ofSeconds(20), 4);

  private static GossipNode node(int seed, String... bootstrap) throws GossipException {
    return GossipNode.start(
        options(seed, List.of("/ip4/127.0.0.1/tcp/0"), bootstrap), Around.real());
  }

  private static GossipOptions options(int seed, List<String> listen, String... bootstrap) {
    return new GossipOptions(
        TestIdentity.of(seed), "test/1", listen, List.of(bootstrap), false, false, true);
  }

  private static BlockingQueue<String> news(GossipNode node) {
    BlockingQueue<String> news = new LinkedBlockingQueue<>();
    node.listen(
        new GossipNode.PeerListener() {
          @Override
          public void connected(PeerId peer) {
            news.add("connected " + peer);
          }

          @Override
          public void disconnected(PeerId peer) {
            news.add("disconnected " + peer);
          }
        });
    return news;
  }

  private static void assertNext(String expected, BlockingQueue<String> news) throws Exception {
    assertEquals(expected, news.poll(20, TimeUnit.SECONDS));
  }

  @Test
  void aMessageOnATopicReachesThePeerThatHearsIt() throws Exception {
    BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
    try (GossipNode one = node(1);
        GossipNode two = node(2, one.addresses().getFirst())) {
      two.subscribe(
          TOPIC,
          (payload, from) -> {
            heard.add(payload);
            return Verdict.ACCEPT;
          });
      one.subscribe(TOPIC, (payload, from) -> Verdict.ACCEPT);
      byte[] message = null;
      for (int i = 0; message == null && i < 400; i++) {
        one.publish(TOPIC.name(), ("hello " + i).getBytes(UTF_8));
        message = heard.poll(50, TimeUnit.MILLISECONDS);
      }
      assertTrue(message != null && new String(message, UTF_8).startsWith("hello "));
      assertEquals(Set.of(TOPIC.name()), one.peers().getFirst().topics());
    }
  }

  @Test
  void peersComeAndGoInOrderAndTellWhatTheyAre() throws Exception {
    try (GossipNode one = node(1)) {
      BlockingQueue<String> news = news(one);
      GossipNode two = node(2, one.addresses().getFirst());
      assertNext("connected " + two.id(), news);
      PeerStatus status = one.peers().getFirst();
      assertEquals(two.id(), status.peer());
      assertEquals("test/1", status.agent());
      assertTrue(status.connected() && !status.outbound());
      assertTrue(status.protocols().contains("/meshsub/1.2.0"));
      two.close();
      assertNext("disconnected " + two.id(), news);
      assertEquals(List.of(), one.peers());
      assertEquals(List.of(), two.peers());
    }
  }

  @Test
  void aKeptPeerThatComesBackIsConnectedAgain() throws Exception {
    try (GossipNode one = node(1)) {
      GossipNode two = node(2);
      String address = two.addresses().getFirst();
      BlockingQueue<String> news = news(one);
      one.keep(PeerAddress.parse(address));
      assertNext("connected " + two.id(), news);
      two.close();
      assertNext("disconnected " + two.id(), news);
      String again = address.substring(0, address.indexOf("/p2p/"));
      try (GossipNode reborn = GossipNode.start(options(2, List.of(again)), Around.real())) {
        assertNext("connected " + reborn.id(), news);
      }
    }
  }

  @Test
  void requestsGoOverTheSameConnection() throws Exception {
    try (GossipNode one = node(1);
        GossipNode two = node(2, one.addresses().getFirst())) {
      one.serve(ECHO, stream -> stream.send(Objects.requireNonNull(stream.receive())));
      assertNext("connected " + one.id(), news(two));
      try (MessageStream stream = two.open(one.id(), ECHO)) {
        stream.send(new byte[] {1, 2});
        assertArrayEquals(new byte[] {1, 2}, stream.receive());
      }
    }
  }

  @Test
  void anAddressThatCannotBeListenedOnSaysWhichAndWhy() throws Exception {
    try (GossipNode one = node(1)) {
      String taken = one.addresses().getFirst();
      String address = taken.substring(0, taken.indexOf("/p2p/"));
      GossipException e =
          assertThrows(
              GossipException.class,
              () -> GossipNode.start(options(2, List.of(address)), Around.real()));
      assertEquals(Kind.UNREACHABLE, e.kind());
      assertTrue(
          String.valueOf(e.getMessage()).contains("stop the program that has it"), e.getMessage());
    }
  }

  @Test
  void aClosedNodeSaysSo() throws Exception {
    GossipNode one = node(1);
    one.subscribe(TOPIC, (payload, from) -> Verdict.ACCEPT);
    one.close();
    GossipException e =
        assertThrows(GossipException.class, () -> one.open(TestIdentity.of(2).peerId(), ECHO));
    assertEquals(Kind.CLOSED, e.kind());
    e = assertThrows(GossipException.class, () -> one.publish(TOPIC.name(), new byte[1]));
    assertEquals(Kind.CLOSED, e.kind());
  }
}
