package org.pando.gossip.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pando.gossip.GossipException;
import org.pando.gossip.MessageStream;
import org.pando.gossip.Protocol;
import org.pando.gossip.interop.OurPeer.Dialer;

/** Request streams with js-libp2p: 20 MB go through windows of 256 KiB, there and back. */
@NeedsJsPeer
class StreamInteropTest {
  private static final Protocol ECHO =
      new Protocol("/echo/1.0.0", 65_536, Duration.ofSeconds(10), 4);
  private static final Protocol UNKNOWN =
      new Protocol("/unknown/1.0.0", 65_536, Duration.ofSeconds(10), 4);
  private static final int MESSAGES = 320;

  private static JsPeer js;

  @BeforeAll
  static void start() {
    js = JsPeer.start("--echo", ECHO.id());
  }

  @AfterAll
  static void end() {
    js.close();
  }

  @ParameterizedTest
  @EnumSource
  void theirsEchoes20MegabytesOfOurs(Dialer dialer) throws Exception {
    try (OurPeer ours = OurPeer.start()) {
      ours.connect(js, dialer);
      try (MessageStream stream = ours.node().open(js.peerId(), ECHO)) {
        CompletableFuture<byte[]> sent = new CompletableFuture<>();
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    sent.complete(send(stream));
                  } catch (Exception e) {
                    sent.completeExceptionally(e);
                  }
                });
        MessageDigest received = MessageDigest.getInstance("SHA-256");
        int count = 0;
        for (byte[] next = stream.receive(); next != null; next = stream.receive()) {
          received.update(next);
          count++;
        }
        assertEquals(MESSAGES, count);
        assertArrayEquals(sent.get(10, TimeUnit.SECONDS), received.digest());
      }
      assertTrue(js.await("echoed").get("bytes").getAsInt() > MESSAGES * 65_536);
    }
  }

  private static byte[] send(MessageStream stream) throws Exception {
    MessageDigest sent = MessageDigest.getInstance("SHA-256");
    Random random = new Random(1);
    for (int i = 0; i < MESSAGES; i++) {
      byte[] message = new byte[65_536];
      random.nextBytes(message);
      sent.update(message);
      stream.send(message);
    }
    stream.end();
    return sent.digest();
  }

  @ParameterizedTest
  @EnumSource
  void oursEchoes20MegabytesOfTheirs(Dialer dialer) throws Exception {
    try (OurPeer ours = OurPeer.start()) {
      ours.node().serve(ECHO, StreamInteropTest::echo);
      ours.connect(js, dialer);
      JsonObject done =
          js.command(
              "request",
              "peer",
              ours.id(),
              "protocol",
              ECHO.id(),
              "size",
              65_536,
              "count",
              MESSAGES);
      assertTrue(done.get("same").getAsBoolean(), done.toString());
    }
  }

  private static void echo(MessageStream stream) throws GossipException, InterruptedException {
    for (byte[] next = stream.receive(); next != null; next = stream.receive()) {
      stream.send(next);
    }
    stream.end();
  }

  @ParameterizedTest
  @EnumSource
  void aProtocolThatIsNotServedIsRefused(Dialer dialer) throws Exception {
    try (OurPeer ours = OurPeer.start()) {
      ours.connect(js, dialer);
      GossipException refused =
          assertThrows(GossipException.class, () -> ours.node().open(js.peerId(), UNKNOWN));
      assertEquals(GossipException.Kind.REFUSED, refused.kind());
      AssertionError theirs =
          assertThrows(
              AssertionError.class,
              () -> js.command("request", "peer", ours.id(), "protocol", UNKNOWN.id()));
      assertTrue(theirs.getMessage().contains("UnsupportedProtocol"), theirs.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStreamThatOursEndsAtOnceEndsInOrder(Dialer dialer) throws Exception {
    try (OurPeer ours = OurPeer.start()) {
      ours.connect(js, dialer);
      try (MessageStream stream = ours.node().open(js.peerId(), ECHO)) {
        stream.end();
        assertNull(stream.receive());
      }
    }
  }
}
