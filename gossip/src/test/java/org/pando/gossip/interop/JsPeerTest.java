package org.pando.gossip.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;

/** What the other suites build on: two js-libp2p peers understand each other. */
@NeedsJsPeer
class JsPeerTest {
  private static final String ECHO = "/echo/1.0.0";
  private static final String SECRET = "07".repeat(32);

  @Test
  void twoPeersConnectEchoAndHearEachOther() {
    try (JsPeer one = JsPeer.start("--topic", "t", "--echo", ECHO, "--psk", SECRET);
        JsPeer other = JsPeer.start("--topic", "t", "--early-muxer", "false", "--psk", SECRET)) {
      other.command("dial", "addr", one.address());
      assertEquals(other.id(), one.await("identify").get("peer").getAsString());
      JsonObject echoed =
          other.command("request", "peer", one.id(), "protocol", ECHO, "size", 1000, "count", 1000);
      assertEquals(1_002_000, echoed.get("bytes").getAsInt());
      assertTrue(echoed.get("same").getAsBoolean());
      one.await("graft");
      other.command("publish", "topic", "t", "hex", "0102");
      assertEquals("0102", one.await("message").get("data").getAsString());
    }
  }

  @Test
  void whatCannotBeDoneFails() {
    try (JsPeer peer = JsPeer.start()) {
      assertThrows(
          AssertionError.class, () -> peer.command("dial", "addr", "/ip4/127.0.0.1/tcp/1"));
    }
  }

  @Test
  void aPeerThatEndsFailsWhoAwaitsIt() throws InterruptedException {
    try (JsPeer peer = JsPeer.start()) {
      peer.kill();
      AssertionError error = assertThrows(AssertionError.class, () -> peer.await("never"));
      assertTrue(error.getMessage().startsWith("the peer has ended"), error.getMessage());
    }
  }
}
