package org.pando.resolver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.resolver.server.TestServer.question;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.pando.resolver.observe.Drop;
import org.pando.resolver.observe.Protocol;
import org.pando.resolver.server.Conversation.Stream;
import org.pando.resolver.server.Conversation.Wire;
import org.xbill.DNS.Rcode;

/** What TCP clients may do and what is done about the rest. The server's time is the test's. */
class TcpConnectionTest {
  private static final Duration IDLE = Duration.ofMillis(300);

  /** Short, since the server looks at its own, real, clock how often to look. */
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private static final byte[] FAST = question("fast.example.").toWire();
  private static final UnixOperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);

  private static TestServer server(int connections, int perClient, int inFlight) throws Exception {
    return new TestServer(
        TestServer.Setting.DEFAULT.with(
            new TcpLimits(connections, perClient, inFlight, IDLE, PATIENCE)));
  }

  private static Stream connect(TestServer server) throws IOException {
    return new Stream(server.address);
  }

  private static void assertAnswered(Conversation client) throws IOException {
    client.send(FAST);
    assertEquals(Rcode.NOERROR, client.reply().getRcode());
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, what);
      Thread.onSpinWait();
    }
  }

  @Test
  void aRestingConnectionIsClosedAndOneThatAsksIsNot() throws Exception {
    try (TestServer server = server(10, 10, 10);
        Stream resting = connect(server);
        Stream asking = connect(server)) {
      assertAnswered(resting);
      server.pass(IDLE.dividedBy(2));
      assertAnswered(asking);
      server.pass(IDLE.dividedBy(2));
      assertTrue(resting.isClosed());
      assertAnswered(asking);
    }
  }

  @Test
  void aQuestionUnderWayKeepsItsConnection() throws Exception {
    try (TestServer server = server(10, 10, 10);
        Stream waiting = connect(server);
        Stream resting = connect(server)) {
      waiting.send(question("slow.example.").toWire());
      assertAnswered(waiting);
      assertAnswered(resting);
      server.pass(IDLE);
      assertTrue(resting.isClosed());
      server.release();
      assertEquals(Rcode.NXDOMAIN, waiting.reply().getRcode());
    }
  }

  @Test
  void anOctetNowAndThenDoesNotKeepAMessageGoing() throws Exception {
    try (TestServer server = server(10, 10, 10);
        Stream dripping = connect(server)) {
      byte[] whole = Stream.framed(FAST);
      byte[] oneAndABit = Arrays.copyOf(whole, whole.length + 1);
      dripping.write(oneAndABit);
      assertEquals(Rcode.NOERROR, dripping.reply().getRcode());
      server.pass(PATIENCE.minusMillis(1));
      dripping.write((byte) 40);
      server.pass(Duration.ofMillis(1));
      assertTrue(dripping.isClosed());
      assertEquals(1, server.dropped(Drop.CONNECTION_TOO_SLOW));
    }
  }

  @Test
  void aQuestionOctetByOctetIsAnswered() throws Exception {
    try (TestServer server = server(10, 10, 10);
        Stream client = connect(server)) {
      client.socket().setTcpNoDelay(true);
      for (byte octet : Stream.framed(FAST)) {
        client.write(octet);
      }
      assertEquals(Rcode.NOERROR, client.reply().getRcode());
      client.write((byte) 0, (byte) 0);
      assertAnswered(client);
    }
  }

  /** RFC 7766 section 6.2.4: who has sent all may close that direction. */
  @Test
  void whoHasSentAllStillGetsItsAnswers() throws Exception {
    try (TestServer server = server(10, 10, 10);
        Stream client = connect(server)) {
      client.send(FAST);
      client.send(question("slow.example.").toWire());
      client.socket().shutdownOutput();
      assertEquals(Rcode.NOERROR, client.reply().getRcode());
      server.release();
      assertEquals(Rcode.NXDOMAIN, client.reply().getRcode());
      assertTrue(client.isClosed());
    }
  }

  @Test
  void theLongestRestingConnectionOfAClientMakesRoomForItsNext() throws Exception {
    try (TestServer server = server(10, 2, 10);
        Stream busy = connect(server);
        Stream resting = connect(server)) {
      busy.send(question("slow.example.").toWire());
      assertAnswered(busy);
      assertAnswered(resting);
      try (Stream third = connect(server)) {
        assertAnswered(third);
        assertTrue(resting.isClosed());
        third.send(question("slow.example.").toWire());
        assertAnswered(third);
        try (Stream refused = connect(server)) {
          assertTrue(refused.isClosed(), "nothing rests, so the new one goes");
        }
        assertEquals(2, server.dropped(Drop.TOO_MANY_CONNECTIONS));
        assertEquals(2, server.connections.size());
      }
      server.release();
      assertEquals(Rcode.NXDOMAIN, busy.reply().getRcode());
    }
  }

  @Test
  void ofTwoThatRestTheOneThatRestsLongerGoes() throws Exception {
    try (TestServer server = server(10, 2, 10);
        Stream shorter = connect(server);
        Stream longer = connect(server)) {
      assertAnswered(longer);
      server.pass(Duration.ofMillis(1));
      assertAnswered(shorter);
      try (Stream third = connect(server)) {
        assertAnswered(third);
        assertTrue(longer.isClosed());
        assertAnswered(shorter);
      }
    }
  }

  @Test
  void noMoreQuestionsOfAConnectionAreUnderWayThanItMayHave() throws Exception {
    try (TestServer server = server(10, 10, 3);
        Stream client = connect(server)) {
      ByteArrayOutputStream together = new ByteArrayOutputStream();
      for (int i = 0; i < 3; i++) {
        together.writeBytes(Stream.framed(question("slow" + i + ".example.").toWire()));
      }
      together.writeBytes(Stream.framed(FAST));
      client.write(together.toByteArray());
      await("three are read", () -> received(server) == 3);
      server.release();
      List<Integer> rcodes = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        rcodes.add(client.reply().getRcode());
      }
      assertEquals(List.of(3, 3, 3, 0), rcodes.stream().sorted((a, b) -> b - a).toList());
      assertTrue(rcodes.getFirst() == Rcode.NXDOMAIN, "the fourth was read too early");
    }
  }

  @Test
  void whenTheNodeStopsAnswersStillGoOutAndNothingIsRead() throws Exception {
    try (TestServer server = server(10, 10, 10);
        Stream client = connect(server)) {
      client.send(question("slow.example.").toWire());
      await("it is read", () -> received(server) == 1);
      server.pause();
      server.settle();
      client.send(FAST);
      server.release();
      assertEquals(Rcode.NXDOMAIN, client.reply().getRcode());
      server.settle();
      assertEquals(1, received(server));
    }
  }

  private static long received(TestServer server) {
    return server.metrics.totals().received().getOrDefault(Protocol.TCP, 0L);
  }

  @Test
  void whoDoesNotTakeItsAnswersIsReadNoFurtherAndClosed() throws Exception {
    int questions = 4000;
    byte[] big = Stream.framed(question("big.example.").toWire());
    try (TestServer server = server(10, 10, 10);
        Socket greedy = new Socket()) {
      greedy.setReceiveBufferSize(4096);
      greedy.connect(server.address);
      ByteArrayOutputStream together = new ByteArrayOutputStream();
      for (int i = 0; i < questions; i++) {
        together.writeBytes(big);
      }
      Thread writer = Thread.startVirtualThread(() -> writeUntilClosed(greedy, together));
      try (Conversation other = Wire.UDP.open(server.address)) {
        for (int i = 0; i < 500; i++) {
          assertAnswered(other);
        }
      }
      assertTrue(received(server) > 0 && received(server) < questions / 4);
      await(
          "it is closed",
          () -> {
            server.pass(PATIENCE.dividedBy(50));
            return server.dropped(Drop.CONNECTION_TOO_SLOW) == 1;
          });
      assertTrue(received(server) < questions / 4, () -> received(server) + " were answered");
      writer.join();
      try (Conversation next = Wire.UDP.open(server.address)) {
        assertAnswered(next);
      }
    }
  }

  private static void writeUntilClosed(Socket socket, ByteArrayOutputStream octets) {
    try {
      octets.writeTo(socket.getOutputStream());
    } catch (IOException e) {
      assertFalse(socket.isClosed());
    }
  }

  /** 500 idle and 100 dripping connections of 60 clients, more than there is room for. */
  @Test
  void aCrowdLeavesNothingBehind() throws Exception {
    try (TestServer server = new TestServer(TestServer.Setting.DEFAULT)) {
      assertBothAnswer(server);
      long descriptors = openDescriptors();
      List<Socket> crowd = new ArrayList<>();
      for (int client = 1; client <= 60; client++) {
        crowd.addAll(tenOf(client, client > 50, server));
        assertBothAnswer(server);
      }
      int most = TcpLimits.DEFAULT.connections();
      await(
          "the first make room for the last",
          () -> server.dropped(Drop.TOO_MANY_CONNECTIONS) >= 600 - most);
      assertTrue(server.connections.size() <= most);
      closeAll(crowd, server);
      await("all descriptors are closed", () -> openDescriptors() <= descriptors);
      // The allocator keeps what it was given back, up to a mark that it has reached by now or
      // soon.
      await("the next crowd needs no more memory", () -> needsNoMoreMemory(crowd, server));
    }
  }

  private static boolean needsNoMoreMemory(List<Socket> crowd, TestServer server) {
    try {
      long before = activeAllocations();
      for (int client = 1; client <= 10; client++) {
        crowd.addAll(tenOf(client, true, server));
      }
      assertBothAnswer(server);
      closeAll(crowd, server);
      return activeAllocations() <= before;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Socket> tenOf(int client, boolean dripping, TestServer server)
      throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Socket socket = new Socket();
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.1." + client), 0));
      socket.connect(server.address);
      if (dripping) {
        socket.getOutputStream().write(new byte[] {0, 40, 1});
      }
      sockets.add(socket);
    }
    return sockets;
  }

  private static void assertBothAnswer(TestServer server) throws IOException {
    try (Conversation tcp = connect(server);
        Conversation udp = Wire.UDP.open(server.address)) {
      assertAnswered(tcp);
      assertAnswered(udp);
    }
  }

  private static void closeAll(List<Socket> crowd, TestServer server) throws IOException {
    for (Socket socket : crowd) {
      socket.close();
    }
    crowd.clear();
    await("all are gone", () -> server.connections.size() == 0);
  }

  private static long openDescriptors() {
    return SYSTEM.getOpenFileDescriptorCount();
  }

  private static long activeAllocations() {
    return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
        .mapToLong(PoolArenaMetric::numActiveAllocations)
        .sum();
  }
}
