package org.pando.gossip.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.MessageStream;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.Protocol;
import org.pando.gossip.TestIdentity;

@Timeout(120)
class TcpHostTest {
  private static final Protocol UNKNOWN = new Protocol("/test/unknown/1", 10, Node.PATIENCE, 1);

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
      one.until(() -> one.host.connections(two.id()).size() == 1);
    }
  }

  @Test
  void tenMegabytesGoThereAndBackPastAReaderThatIsBehind() throws Exception {
    try (Node one = new Node(1);
        Node two = new Node(2)) {
      one.connect(two);
      byte[] message = new byte[1_000_000];
      for (int i = 0; i < message.length; i++) {
        message[i] = (byte) (i * 31);
      }
      try (MessageStream stream = one.requests.open(two.id(), Node.ECHO)) {
        Thread writer =
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        for (int i = 0; i < 10; i++) {
                          stream.send(message);
                        }
                        stream.end();
                      } catch (GossipException | InterruptedException e) {
                        throw new AssertionError(e);
                      }
                    });
        for (int i = 0; i < 10; i++) {
          assertArrayEquals(message, stream.receive());
        }
        assertNull(stream.receive());
        writer.join();
      }
    }
  }

  @Test
  void aPeerThatDoesNotSpeakTheProtocolSaysSo() throws Exception {
    try (Node one = new Node(1);
        Node two = new Node(2)) {
      one.connect(two);
      GossipException e =
          assertThrows(GossipException.class, () -> one.requests.open(two.id(), UNKNOWN));
      assertEquals(Kind.REFUSED, e.kind());
      assertTrue(String.valueOf(e.getMessage()).contains("/test/unknown/1"), e.getMessage());
    }
  }

  @Test
  void anotherPeerThanTheOneDialedIsRefused() throws Exception {
    try (Node one = new Node(1);
        Node two = new Node(2)) {
      PeerAddress wrong = new PeerAddress(TestIdentity.of(3).peerId(), two.address());
      one.host.execute(() -> one.host.connect(wrong));
      one.until(() -> !one.host.problem(wrong.peer()).isEmpty());
      String problem = one.ask(() -> one.host.problem(wrong.peer()));
      assertTrue(problem.contains(two.id().toString()), problem);
      assertEquals(0, one.ask(() -> one.host.peers().size()));
      one.until(() -> one.host.openSockets() == 1);
      two.until(() -> two.host.openSockets() == 1);
    }
  }

  @Test
  void aNodeDoesNotDialItself() throws Exception {
    try (Node one = new Node(1)) {
      PeerAddress self = one.at();
      PeerAddress disguised = new PeerAddress(TestIdentity.of(3).peerId(), self.address());
      one.host.execute(() -> one.host.connect(self));
      one.host.execute(() -> one.host.connect(disguised));
      one.until(() -> !one.host.problem(disguised.peer()).isEmpty());
      assertEquals(0, one.ask(() -> one.host.peers().size()));
      GossipException e =
          assertThrows(GossipException.class, () -> one.requests.open(one.id(), Node.ECHO));
      assertEquals(Kind.REFUSED, e.kind());
    }
  }

  @Test
  void aPeerWhoseAddressIsUnknownCannotBeReached() throws Exception {
    try (Node one = new Node(1)) {
      GossipException e =
          assertThrows(
              GossipException.class,
              () -> one.requests.open(TestIdentity.of(3).peerId(), Node.ECHO));
      assertEquals(Kind.UNREACHABLE, e.kind());
      assertTrue(String.valueOf(e.getMessage()).contains("no address of the peer is known"));
    }
  }

  @Test
  void namesAreLookedUpAndAddressesOfOtherFamiliesTriedFirst() throws Exception {
    Around around = new Around();
    try (Node one = new Node(1, HostLimits.DEFAULT.withLoopbackFree(), around, -1);
        Node two = new Node(2)) {
      String port = two.address().substring(two.address().lastIndexOf('/') + 1);
      around.addresses.put(
          "two.example", List.of(InetAddress.ofLiteral("::1"), InetAddress.ofLiteral("127.0.0.1")));
      around.texts.put(
          "_dnsaddr.list.example",
          List.of(
              "other=1",
              "dnsaddr=/ip4/127.0.0.1/tcp/1/p2p/" + TestIdentity.of(3).peerId(),
              "dnsaddr=/dns/two.example/tcp/" + port + "/p2p/" + two.id()));
      one.host.execute(() -> one.host.connect(new PeerAddress(two.id(), "/dnsaddr/list.example")));
      one.awaitEvent("connected " + two.id());
    }
  }

  @Test
  void whenBothDialAtOnceEitherConnectionIsEnough() throws Exception {
    try (Node one = new Node(1);
        Node two = new Node(2)) {
      PeerAddress atOne = one.at();
      PeerAddress atTwo = two.at();
      CountDownLatch bothHeld = new CountDownLatch(2);
      CountDownLatch go = new CountDownLatch(1);
      for (Node node : List.of(one, two)) {
        node.host.execute(
            () -> {
              bothHeld.countDown();
              try {
                go.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              node.host.connect(node == one ? atTwo : atOne);
            });
      }
      bothHeld.await();
      go.countDown();
      one.awaitEvent("connected " + two.id());
      two.awaitEvent("connected " + one.id());
      two.host.execute(() -> two.host.keep(atOne));
      one.host.execute(() -> one.host.keep(atTwo));
      MessageStream stream = one.requests.open(two.id(), Node.ECHO);
      stream.send(new byte[] {1});
      assertArrayEquals(new byte[] {1}, stream.receive());
      assertTrue(one.ask(() -> one.host.connections(two.id()).size()) <= 2);
    }
  }

  @Test
  void oneAddressHasSoManyConnections() throws Exception {
    HostLimits limits = new HostLimits(100, 3, 50, 50, 4, 90, 80, true);
    try (Node one = new Node(1, limits, new Around(), 0)) {
      String address = one.address();
      int port = Integer.parseInt(address.substring(address.lastIndexOf('/') + 1));
      List<Socket> sockets = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        sockets.add(socket);
      }
      int closed = 0;
      one.until(() -> one.host.openSockets() == 4);
      for (Socket socket : sockets.subList(3, 5)) {
        closed += socket.getInputStream().read() == -1 ? 1 : 0;
      }
      assertEquals(2, closed);
      for (Socket socket : sockets) {
        socket.close();
      }
      one.until(() -> one.host.openSockets() == 1);
    }
  }

  @Test
  void onePeerHasEightConnectionsAtMost() throws Exception {
    try (Node one = new Node(1)) {
      InetSocketAddress at = OwnAddresses.toListen(one.address());
      List<Attacker> connections = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        connections.add(Attacker.of(2, at));
      }
      one.until(() -> one.host.openSockets() == 9);
      Attacker.of(2, at).untilEnd();
      for (Attacker each : connections) {
        each.close();
      }
      one.until(() -> one.host.openSockets() == 1);
    }
  }

  @Test
  void theWildcardsOfBothFamiliesMayBeListenedOnTogether() throws Exception {
    assumeTrue(
        OwnAddresses.interfaces().stream().anyMatch(Inet6Address.class::isInstance),
        "this machine has no IPv6");
    int port;
    try (ServerSocket chooses = new ServerSocket(0)) {
      port = chooses.getLocalPort();
    }
    try (Node one = new Node(1, HostLimits.DEFAULT, new Around(), -1)) {
      List<InetSocketAddress> sockets =
          one.host.listen(List.of("/ip4/0.0.0.0/tcp/" + port, "/ip6/::/tcp/" + port));
      assertEquals(2, sockets.size());
      assertTrue(one.ask(one.host::addresses).contains("/ip4/127.0.0.1/tcp/" + port));
      try (Socket four = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
        assertTrue(four.isConnected());
      }
    }
  }

  @Test
  void whereTheWildcardOfIpv6CannotBeHadThatOfIpv4IsEnough() throws Exception {
    assumeTrue(
        OwnAddresses.interfaces().stream().anyMatch(Inet6Address.class::isInstance),
        "this machine has no IPv6");
    try (ServerSocket inTheWay = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"));
        Node one = new Node(1, HostLimits.DEFAULT, new Around(), -1)) {
      int port = inTheWay.getLocalPort();
      String six = "/ip6/::/tcp/" + port;
      GossipException alone =
          assertThrows(GossipException.class, () -> one.host.listen(List.of(six)));
      assertEquals(Kind.UNREACHABLE, alone.kind());
      one.host.listen(List.of("/ip4/0.0.0.0/tcp/" + port, six));
      assertTrue(one.ask(one.host::addresses).contains("/ip4/127.0.0.1/tcp/" + port));
      assertTrue(one.ask(one.host::addresses).stream().allMatch(each -> each.startsWith("/ip4/")));
      try (Socket four = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
        assertTrue(four.isConnected());
      }
    }
  }

  @Test
  void theWildcardOfIpv4TakesIpv4Only() throws Exception {
    try (Node one = new Node(1, HostLimits.DEFAULT, new Around(), -1)) {
      InetSocketAddress socket = one.host.listen(List.of("/ip4/0.0.0.0/tcp/0")).getFirst();
      assertEquals(InetAddress.ofLiteral("0.0.0.0"), socket.getAddress());
      assertTrue(one.ask(one.host::addresses).stream().allMatch(each -> each.startsWith("/ip4/")));
    }
  }

  @Test
  void aNodeThatClosesWhileStreamsAreBusyEndsThem() throws Exception {
    try (Node one = new Node(1)) {
      Node two = new Node(2);
      one.connect(two);
      MessageStream stream = one.requests.open(two.id(), Node.ECHO);
      stream.send(new byte[1_000]);
      stream.receive();
      two.close();
      GossipException e = assertThrows(GossipException.class, stream::receive);
      assertEquals(Kind.CLOSED, e.kind());
      one.awaitEvent("disconnected " + two.id());
      one.until(() -> one.host.openSockets() == 1);
      assertEquals(0, two.host.openSockets());
    }
  }

  @Test
  void aHandlerThatFailsResetsItsStream() throws Exception {
    Protocol broken = new Protocol("/test/broken/1", 10, Node.PATIENCE, 4);
    try (Node one = new Node(1);
        Node two = new Node(2)) {
      two.requests.serve(
          broken,
          stream -> {
            stream.receive();
            throw new GossipException(Kind.REFUSED, "no");
          });
      one.connect(two);
      MessageStream stream = one.requests.open(two.id(), broken);
      stream.send(new byte[1]);
      GossipException e = assertThrows(GossipException.class, stream::receive);
      assertEquals(Kind.CLOSED, e.kind());
    }
  }

  @Test
  void aThousandDialsThatFailLeaveNothingOpen() throws Exception {
    try (Node one = new Node(1, HostLimits.DEFAULT.withLoopbackFree(), new Around(), 0);
        ServerSocket rude = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  while (true) {
                    rude.accept().close();
                  }
                } catch (IOException e) {
                  // the test is over
                }
              });
      String hangsUp = "/ip4/127.0.0.1/tcp/" + rude.getLocalPort();
      List<PeerAddress> targets = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        byte[] seed = new byte[32];
        seed[0] = (byte) i;
        seed[1] = (byte) (i >> 8);
        seed[2] = 77;
        targets.add(
            new PeerAddress(new TestIdentity(seed).peerId(), i % 10 > 0 ? hangsUp : one.address()));
      }
      for (PeerAddress target : targets) {
        one.host.execute(() -> one.host.connect(target));
        one.until(
            () -> one.host.problem(target.peer()).isEmpty() ? one.host.openSockets() < 20 : true);
      }
      for (PeerAddress target : targets) {
        one.until(() -> !one.host.problem(target.peer()).isEmpty());
      }
      one.until(() -> one.host.openSockets() == 1);
      assertEquals(0, one.ask(() -> one.host.peers().size()));
      try (Node two = new Node(2)) {
        one.connect(two);
      }
    }
  }

  @Test
  void aThousandConnectionsBrokenOffInTheHandshakeLeaveNothingOpen() throws Exception {
    try (Node one = new Node(1)) {
      String address = one.address();
      int port = Integer.parseInt(address.substring(address.lastIndexOf('/') + 1));
      byte[] start = "\u0013/multistream/1.0.0\n\u0007/noise\n".getBytes(UTF_8);
      for (int i = 0; i < 1_000; i++) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
          socket.getOutputStream().write(start, 0, i % (start.length + 1));
        }
      }
      one.until(() -> one.host.openSockets() == 1);
      try (Node two = new Node(2)) {
        two.connect(one);
      }
    }
  }

  @Test
  void aStreamWithoutProgressTimesOut() throws Exception {
    Protocol hasty = new Protocol("/test/hasty/1", 10, Duration.ofMillis(200), 4);
    CountDownLatch done = new CountDownLatch(1);
    try (Node one = new Node(1);
        Node two = new Node(2)) {
      two.requests.serve(
          hasty,
          stream -> {
            done.await(20, TimeUnit.SECONDS);
            stream.close();
          });
      one.connect(two);
      MessageStream stream = one.requests.open(two.id(), hasty);
      GossipException e = assertThrows(GossipException.class, stream::receive);
      assertEquals(Kind.TIMEOUT, e.kind());
      done.countDown();
    }
  }
}
