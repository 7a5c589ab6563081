package org.pando.gossip.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.gossip.TestIdentity;
import org.pando.gossip.multistream.Negotiation;
import org.pando.gossip.upgrade.Upgrade;
import org.pando.gossip.upgrade.Upgraded;
import org.pando.gossip.yamux.YamuxEvent;
import org.pando.gossip.yamux.YamuxLimits;
import org.pando.gossip.yamux.YamuxSession;

/** The upgrade of a connection with js-libp2p, with and without early muxer negotiation. */
@NeedsJsPeer
class UpgradeInteropTest {

  private static JsPeer early;
  private static JsPeer late;

  private final TestIdentity identity = TestIdentity.of(11);

  @BeforeAll
  static void start() {
    early = JsPeer.start();
    late = JsPeer.start("--early-muxer", "false");
  }

  @AfterAll
  static void end() {
    early.close();
    late.close();
  }

  @ParameterizedTest
  @CsvSource({"true,true", "true,false", "false,true", "false,false"})
  void oursDials(boolean oursEarly, boolean theirsEarly) throws Exception {
    JsPeer js = theirsEarly ? early : late;
    try (Socket socket = Upgrades.connect(js)) {
      Upgraded upgraded = Upgrades.run(socket, dialer(js.peerId(), oursEarly));
      assertUnderstood(socket, upgraded, js, true);
      assertEquals(oursEarly && theirsEarly, upgraded.earlyMuxer());
    }
  }

  @ParameterizedTest
  @CsvSource({"true,true", "true,false", "false,true", "false,false"})
  void theirsDials(boolean oursEarly, boolean theirsEarly) throws Exception {
    JsPeer js = theirsEarly ? early : late;
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listening.setSoTimeout(Upgrades.PATIENCE_MILLIS);
      int dial = js.send("dial", "addr", address(listening, id()));
      try (Socket socket = listening.accept()) {
        Upgraded upgraded =
            Upgrades.run(socket, Upgrade.listener(identity, Upgrades.RANDOM, oursEarly));
        assertUnderstood(socket, upgraded, js, false);
        assertEquals(oursEarly && theirsEarly, upgraded.earlyMuxer());
        js.done(dial);
      }
    }
  }

  @Test
  void oursDialsSomebodyElse() throws Exception {
    try (Socket socket = Upgrades.connect(early)) {
      GossipException wrong =
          assertThrows(
              GossipException.class, () -> Upgrades.run(socket, dialer(late.peerId(), true)));
      assertEquals(GossipException.Kind.PROTOCOL, wrong.kind());
    }
  }

  @Test
  void theirsDialsSomebodyElse() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listening.setSoTimeout(Upgrades.PATIENCE_MILLIS);
      int dial = early.send("dial", "addr", address(listening, late.peerId()));
      try (Socket socket = listening.accept()) {
        Upgrade upgrade = Upgrade.listener(identity, Upgrades.RANDOM, true);
        assertThrows(IOException.class, () -> Upgrades.run(socket, upgrade));
      }
      assertThrows(AssertionError.class, () -> early.done(dial));
    }
  }

  private PeerId id() {
    return identity.peerId();
  }

  private Upgrade dialer(PeerId expected, boolean earlyMuxer) {
    return Upgrade.dialer(identity, expected, Upgrades.RANDOM, earlyMuxer);
  }

  private static String address(ServerSocket listening, PeerId id) {
    return "/ip4/127.0.0.1/tcp/" + listening.getLocalPort() + "/p2p/" + id;
  }

  /** The peer is who it is, takes the connection for one over yamux, and answers a ping on it. */
  private void assertUnderstood(Socket socket, Upgraded upgraded, JsPeer js, boolean dialer)
      throws IOException, GossipException {
    assertEquals(js.peerId(), upgraded.remote());
    String us = identity.peerId().toString();
    assertEquals(
        "/yamux/1.0.0",
        js.await("connection-open", e -> e.get("peer").getAsString().equals(us))
            .get("muxer")
            .getAsString());
    YamuxSession session = new YamuxSession(dialer, YamuxLimits.DEFAULT);
    Negotiation negotiation = Negotiation.dialer(List.of("/ipfs/ping/1.0.0"), false);
    byte[] ping = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    int stream = session.open();
    session.write(stream, negotiation.start());
    ByteArrayOutputStream echoed = new ByteArrayOutputStream();
    List<YamuxEvent> events = session.receive(upgraded.early(), 0);
    while (true) {
      for (YamuxEvent event : events) {
        if (event instanceof YamuxEvent.Data data && data.stream() == stream) {
          if (negotiation.settled()) {
            echoed.writeBytes(data.bytes());
          } else {
            session.write(stream, negotiation.receive(data.bytes()));
            if (negotiation.settled()) {
              session.write(stream, ping);
            }
          }
        }
      }
      if (echoed.size() == ping.length) {
        break;
      }
      socket.getOutputStream().write(upgraded.transport().encrypt(session.output(65_519)));
      events = session.receive(upgraded.transport().decrypt(Upgrades.read(socket)), 0);
    }
    assertArrayEquals(ping, echoed.toByteArray());
  }
}
