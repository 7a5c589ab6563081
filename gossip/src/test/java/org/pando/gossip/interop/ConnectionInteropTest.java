package org.pando.gossip.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pando.gossip.PeerStatus;
import org.pando.gossip.Protocol;
import org.pando.gossip.interop.OurPeer.Dialer;

/** Connections with js-libp2p: what both sides see of them, identify, push, ping, and the end. */
@NeedsJsPeer
class ConnectionInteropTest {
  private static final Protocol LATER = new Protocol("/later/1.0.0", 100, Duration.ofSeconds(5), 2);

  private static JsPeer js;

  @BeforeAll
  static void start() {
    js = JsPeer.start();
  }

  @AfterAll
  static void end() {
    js.close();
  }

  @ParameterizedTest
  @EnumSource
  void bothSidesKnowEachOther(Dialer dialer) throws Exception {
    try (OurPeer ours = OurPeer.start()) {
      JsonObject identify = ours.connect(js, dialer);
      JsonObject open = js.awaitOf(ours, "connection-open");
      assertEquals(ours.id(), open.get("peer").getAsString());
      assertEquals("/noise", open.get("encryption").getAsString());
      assertEquals("/yamux/1.0.0", open.get("muxer").getAsString());
      assertEquals(
          dialer == Dialer.JS ? "outbound" : "inbound", open.get("direction").getAsString());

      assertEquals(OurPeer.AGENT, identify.get("agentVersion").getAsString());
      JsonArray protocols = identify.getAsJsonArray("protocols");
      for (String protocol :
          new String[] {
            "/ipfs/id/1.0.0", "/ipfs/id/push/1.0.0", "/ipfs/ping/1.0.0", "/meshsub/1.2.0"
          }) {
        assertTrue(protocols.contains(new JsonPrimitive(protocol)), protocols.toString());
      }
      JsonArray sealed = identify.getAsJsonObject("signedRecord").getAsJsonArray("addrs");
      assertTrue(
          ours.address().startsWith(sealed.get(0).getAsString()),
          sealed + " is not " + ours.address());

      PeerStatus status = ours.status(js, s -> s.protocols().contains("/meshsub/1.2.0"));
      assertEquals(dialer == Dialer.OURS, status.outbound());
      assertTrue(status.agent().startsWith("js-libp2p/"), status.agent());
      assertFalse(status.addresses().isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource
  void pingsAreAnsweredBothWays(Dialer dialer) throws Exception {
    try (OurPeer ours = OurPeer.start()) {
      ours.connect(js, dialer);
      for (int i = 0; i < 3; i++) {
        js.command("ping", "peer", ours.id());
      }
      Duration roundTrip = ours.status(js, s -> s.roundTrip() != null).roundTrip();
      assertTrue(roundTrip != null && roundTrip.isPositive(), "round trip " + roundTrip);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsServedLaterIsPushed(Dialer dialer) throws Exception {
    try (OurPeer ours = OurPeer.start()) {
      ours.connect(js, dialer);
      ours.node().serve(LATER, stream -> stream.close());
      js.await(
          "identify",
          e ->
              e.get("peer").getAsString().equals(ours.id())
                  && e.getAsJsonArray("protocols").contains(new JsonPrimitive(LATER.id())));
      String pushed = "/pushed/" + dialer;
      js.command("echo", "protocol", pushed);
      ours.status(js, s -> s.protocols().contains(pushed));
    }
  }

  @ParameterizedTest
  @EnumSource
  void bothSidesSeeTheEnd(Dialer dialer) throws Exception {
    try (OurPeer ours = OurPeer.start()) {
      ours.connect(js, dialer);
      js.command("hangup", "peer", ours.id());
      js.awaitOf(ours, "connection-close");
      if (dialer == Dialer.JS) {
        ours.awaitGone(js);
        js.command("dial", "addr", ours.address());
      }
      js.awaitOf(ours, "connection-open"); // the first one
      js.awaitOf(ours, "connection-open"); // ours keeps the peer and dials it again, or js just did
      ours.node().close();
      js.awaitOf(ours, "peer-disconnect");
    }
  }
}
