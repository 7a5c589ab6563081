package org.pando.gossip.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.TestIdentity;

/** A thousand dials that come to nothing leave no socket, file or buffer behind. */
@Timeout(120)
class FailedDialsTest {
  private static final long BUFFER_TOLERANCE = 4L << 20;
  private static final int WAIT_SECONDS = 60;
  private static final InetAddress BLACK_HOLE = InetAddress.ofLiteral("127.0.0.2");
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final Around around = new Around();
  private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
  private int peers;

  /** Accepts, says what it is told to, and hangs up; or neither accepts nor refuses. */
  private static final class Server implements AutoCloseable {
    final ServerSocket socket;
    private final List<Socket> fill = new ArrayList<>();

    private Server(InetAddress at, int port, int backlog) throws IOException {
      socket = new ServerSocket(port, backlog, at);
    }

    static Server saying(byte[] words) throws IOException {
      Server server = new Server(LOOPBACK, 0, 200);
      Thread.ofVirtual().start(() -> server.serve(words));
      return server;
    }

    /** Its queue is full, so that whoever connects waits. */
    static Server blackHole(int port) throws IOException {
      Server server = new Server(BLACK_HOLE, port, 1);
      for (int i = 0; i < 2; i++) {
        Socket one = new Socket();
        server.fill.add(one);
        one.connect(server.socket.getLocalSocketAddress());
      }
      return server;
    }

    private void serve(byte[] words) {
      while (!socket.isClosed()) {
        try (Socket caller = socket.accept()) {
          caller.getOutputStream().write(words);
        } catch (IOException e) {
          // the caller has hung up, or the test is over
        }
      }
    }

    int port() {
      return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      socket.close();
      for (Socket each : fill) {
        each.close();
      }
    }
  }

  private PeerId nextPeer() {
    peers++;
    byte[] seed = new byte[32];
    seed[0] = (byte) peers;
    seed[1] = (byte) (peers >> Byte.SIZE);
    seed[2] = 1;
    return new TestIdentity(seed).peerId();
  }

  private void dial(Node node, String address) {
    PeerAddress at = new PeerAddress(nextPeer(), address);
    node.host.execute(
        () -> {
          node.host.connect(at);
          node.host.reach(at.peer(), problem -> outcomes.add(text(problem)));
        });
  }

  private static String text(@Nullable GossipException problem) {
    return problem == null ? "connected" : problem.kind() + " " + problem.getMessage();
  }

  private void dialMany(Node node, int count, String address, String outcome) throws Exception {
    for (int i = 0; i < count; i++) {
      dial(node, address);
    }
    for (int i = 0; i < count; i++) {
      String said = outcomes.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      assertTrue(said != null && said.contains(outcome), i + " of " + address + ": " + said);
    }
  }

  private static String tcp(InetAddress at, int port) {
    return "/ip4/" + at.getHostAddress() + "/tcp/" + port;
  }

  private static long buffers() {
    long bytes = 0;
    for (PoolArenaMetric arena : PooledByteBufAllocator.DEFAULT.metric().directArenas()) {
      bytes += arena.numActiveBytes();
    }
    return bytes;
  }

  private void failEveryWay(Node node, int rounds, String stranger) throws Exception {
    int closed;
    try (Server nobody = Server.saying(new byte[0])) {
      closed = nobody.port();
    }
    try (Server hangsUp = Server.saying(new byte[0]);
        Server web =
            Server.saying("HTTP/1.1 400 Bad Request\r\n\r\n".repeat(4).getBytes(US_ASCII));
        Server blackHole = Server.blackHole(hangsUp.port())) {
      around.addresses.put("raced.test", List.of(BLACK_HOLE, LOOPBACK));
      dialMany(node, 5 * rounds, tcp(LOOPBACK, closed), "UNREACHABLE");
      dialMany(node, 5 * rounds, tcp(LOOPBACK, hangsUp.port()), "CLOSED");
      dialMany(node, 4 * rounds, tcp(LOOPBACK, web.port()), "cannot connect");
      dialMany(node, 3 * rounds, stranger, "was dialed");
      dialMany(node, 2 * rounds, "/dns4/raced.test/tcp/" + blackHole.port(), "CLOSED");
    }
  }

  @Test
  void aThousandDialsThatFailOrLoseTheirRaceLeaveNothing() throws Exception {
    try (Node node = new Node(1, HostLimits.DEFAULT.withLoopbackFree(), around, -1);
        Node other = new Node(2)) {
      String stranger = other.address();
      failEveryWay(node, 3, stranger);
      node.until(() -> node.host.openSockets() == 0);
      int files = Victim.files();
      long buffers = buffers();
      failEveryWay(node, 53, stranger);
      assertTrue(peers > 1000, peers + " dials");
      node.until(() -> node.host.openSockets() == 0);
      other.until(() -> other.host.openSockets() == 1);
      node.until(() -> Victim.files() <= files);
      assertTrue(buffers() - buffers < BUFFER_TOLERANCE, buffers + " then " + buffers());
    }
  }

  @Test
  void dialsThatAreAbortedByTheNodesEndLeaveNothing() throws Exception {
    try (Node first = new Node(1, HostLimits.DEFAULT, around, -1)) {
      assertEquals(0, first.host.openSockets());
    }
    int files = Victim.files();
    long buffers = buffers();
    try (Server silent = new Server(LOOPBACK, 0, 400);
        Server blackHole = Server.blackHole(0)) {
      int held = Victim.files();
      for (int round = 0; round < 10; round++) {
        Node node = new Node(1, HostLimits.DEFAULT, around, -1);
        for (int i = 0; i < 16; i++) {
          boolean connects = i % 2 == 0;
          dial(node, connects ? tcp(LOOPBACK, silent.port()) : tcp(BLACK_HOLE, blackHole.port()));
        }
        node.until(() -> node.host.openSockets() == 16);
        node.close();
        assertEquals(0, node.host.openSockets());
        assertTrue(Victim.files() <= held, held + " files, then " + Victim.files());
      }
    }
    assertTrue(Victim.files() <= files, files + " files, then " + Victim.files());
    assertTrue(buffers() - buffers < BUFFER_TOLERANCE, buffers + " then " + buffers());
  }
}
