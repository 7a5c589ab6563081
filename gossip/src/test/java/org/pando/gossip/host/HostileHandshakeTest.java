package org.pando.gossip.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.MessageStream;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.TestIdentity;
import org.pando.gossip.upgrade.Upgrade;

/**
 * Strangers that connect and do not get through the handshake. They are cut, an honest peer is
 * served meanwhile, and afterwards the host is as it was before.
 */
@Timeout(120)
class HostileHandshakeTest {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final long BUFFER_TOLERANCE = 4L << 20;
  private static final int MAX_PENDING = HostLimits.DEFAULT.pendingInbound();
  private static final String HEADER = "\u0013/multistream/1.0.0\n";
  private static final String NOISE = "\u0007/noise\n";

  /** Behind what is refused, so that no length waits for more. */
  private static final byte[] PADDING = new byte[2048];

  private final Victim victim;
  private final Victim honest;
  private Victim.Taken before = new Victim.Taken(0, 0, 0, 0);

  HostileHandshakeTest() throws Exception {
    victim = new Victim(1);
    honest = new Victim(2);
  }

  @BeforeEach
  void connectTheHonest() throws Exception {
    PeerAddress at = victim.peerAddress();
    honest.host.execute(() -> honest.host.connect(at));
    serves();
    stranger().close();
    victim.until("one connection", () -> victim.host.openSockets() == 2);
    before = victim.taken();
  }

  @AfterEach
  void everythingIsAsBefore() throws Exception {
    try (victim;
        honest) {
      serves();
      victim.until(
          "as many sockets as before", () -> victim.host.openSockets() == before.sockets());
      victim.until("as many files as before", () -> victim.taken().files() <= before.files());
      Victim.Taken after = victim.taken();
      assertTrue(after.buffers() - before.buffers() < BUFFER_TOLERANCE, before + " then " + after);
    }
  }

  private void serves() throws Exception {
    try (MessageStream stream = honest.requests.open(victim.host.id(), Victim.ECHO)) {
      stream.send("hello".getBytes(UTF_8));
      assertArrayEquals("hello".getBytes(UTF_8), stream.receive());
      stream.end();
    }
  }

  private Socket stranger() throws Exception {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(victim.at());
    return socket;
  }

  private static void send(Socket socket, byte[]... parts) throws IOException {
    for (byte[] part : parts) {
      socket.getOutputStream().write(part);
    }
  }

  /** Reads until the host ends the connection; how many bytes it said. */
  private static int untilCut(Socket socket, String who) throws IOException {
    int said = 0;
    byte[] buffer = new byte[4096];
    try {
      for (int n = 0; n >= 0; n = socket.getInputStream().read(buffer)) {
        said += n;
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("not cut: " + who, e);
    } catch (SocketException e) {
      // cut while bytes of ours were on their way
    }
    return said;
  }

  @Test
  void whoStallsIsCutAtTheDeadlineHoweverOftenItSendsAByte() throws Exception {
    List<Socket> stalled = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      stalled.add(stranger());
    }
    byte[] start = (HEADER + NOISE).getBytes(US_ASCII);
    for (int i = 1; i < stalled.size(); i++) { // the first never says anything
      send(stalled.get(i), Arrays.copyOf(start, 3 * i - 2));
    }
    victim.until("all connected", () -> victim.host.openSockets() == before.sockets() + 10);
    for (int next = 2; next > 0; next--) {
      victim.pass(Duration.ofSeconds(1));
      for (int i = 1; i < stalled.size(); i++) {
        send(stalled.get(i), new byte[] {start[3 * i - next]});
      }
    }
    serves();
    assertEquals(before.sockets() + 10, victim.host.openSockets(), "10 s are allowed");
    victim.pass(Duration.ofSeconds(7));
    for (Socket socket : stalled) {
      untilCut(socket, "stalled");
      socket.close();
    }
  }

  @Test
  void whoStallsInsideNoiseIsCutAtTheDeadline() throws Exception {
    Upgrade upgrade = Upgrade.dialer(TestIdentity.of(9), null, new SecureRandom(), true);
    try (Socket socket = stranger()) {
      send(socket, upgrade.start());
      byte[] answer = socket.getInputStream().readNBytes(HEADER.length() + NOISE.length());
      send(socket, upgrade.receive(answer));
      assertTrue(socket.getInputStream().read() >= 0, "the second message of Noise");
      victim.pass(Duration.ofSeconds(11));
      untilCut(socket, "after the second message");
    }
  }

  @Test
  void whatIsNoHandshakeIsCutAtOnce() throws Exception {
    byte[] begun = (HEADER + NOISE).getBytes(US_ASCII);
    List<byte[]> nonsense =
        List.of(
            "GET / HTTP/1.1\r\nHost: example.org\r\n\r\n".getBytes(US_ASCII),
            "SSH-2.0-OpenSSH_9.2\r\n".getBytes(US_ASCII),
            HexFormat.of().parseHex("16030100f8010000f40303"),
            new byte[1],
            HexFormat.of().parseHex("ffffffff"),
            "\u0013/multistream/9.9.9\n".getBytes(US_ASCII),
            concat(HEADER.getBytes(US_ASCII), HexFormat.of().parseHex("8120")),
            concat(HEADER.getBytes(US_ASCII), "\u0003na\n".repeat(21).getBytes(US_ASCII)),
            concat(begun, HexFormat.of().parseHex("ffff")),
            concat(begun, HexFormat.of().parseHex("0021")),
            concat(begun, HexFormat.of().parseHex("0020"), new byte[32]),
            concat(begun, HexFormat.of().parseHex("0000")));
    for (byte[] bytes : nonsense) {
      try (Socket socket = stranger()) {
        String who = HexFormat.of().formatHex(bytes);
        try {
          send(socket, bytes, PADDING);
        } catch (SocketException e) {
          continue; // cut already
        }
        assertTrue(untilCut(socket, who) < 200, who);
      }
    }
  }

  private static byte[] concat(byte[]... parts) {
    byte[] all = {};
    for (byte[] part : parts) {
      int at = all.length;
      all = Arrays.copyOf(all, at + part.length);
      System.arraycopy(part, 0, all, at, part.length);
    }
    return all;
  }

  /** Bytes of an honest handshake, one of them altered: never an answer behind it. */
  @Test
  void handshakeWithAnAlteredMessageIsCutWithoutAnAnswer() throws Exception {
    for (int i = 0; i < 20; i++) {
      Upgrade upgrade = Upgrade.dialer(TestIdentity.of(9), null, new SecureRandom(), true);
      try (Socket socket = stranger()) {
        send(socket, upgrade.start());
        byte[] answer = socket.getInputStream().readNBytes(HEADER.length() + NOISE.length());
        send(socket, upgrade.receive(answer));
        byte[] length = socket.getInputStream().readNBytes(2);
        byte[] second =
            socket.getInputStream().readNBytes((length[0] & 0xff) << 8 | (length[1] & 0xff));
        byte[] third = upgrade.receive(concat(length, second));
        third[2 + 9 * i] ^= 1;
        send(socket, third);
        assertEquals(0, untilCut(socket, "altered at " + 9 * i));
      }
    }
    victim.until("nobody got in", () -> victim.host.peers().size() == 1);
  }

  @Test
  void halfHandshakesThatAreHungUpLeaveNothing() throws Exception {
    byte[] begun = concat((HEADER + NOISE).getBytes(US_ASCII), HexFormat.of().parseHex("0020"));
    byte[] all = concat(begun, new byte[31]);
    for (int i = 0; i < 500; i++) {
      Socket socket = stranger();
      try {
        send(socket, Arrays.copyOf(all, i % (all.length + 1)));
        socket.setSoLinger(i % 2 == 0, 0);
      } catch (SocketException e) {
        // so many handshakes are under way that it was not let in
      } finally {
        socket.close();
      }
    }
    serves();
  }

  @Test
  void handshakesUnderWayAreLimited() throws Exception {
    List<Socket> pending = new ArrayList<>();
    for (int i = 0; i < MAX_PENDING; i++) {
      pending.add(stranger());
    }
    victim.until(
        "all are pending", () -> victim.host.openSockets() == before.sockets() + MAX_PENDING);
    for (int i = 0; i < 20; i++) {
      try (Socket more = stranger()) {
        assertEquals(0, untilCut(more, "one more"));
      }
    }
    serves();
    pending.getFirst().close();
    victim.until(
        "room for one", () -> victim.host.openSockets() == before.sockets() + MAX_PENDING - 1);
    try (Attacker through = Attacker.of(3, victim.at())) {
      through.abort();
    }
    for (Socket socket : pending) {
      socket.close();
    }
  }
}
