package org.pando.gossip.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.pando.gossip.PeerStatus;
import org.pando.gossip.interop.OurPeer.Dialer;

/** After either side has died, it is found again, and messages flow. */
@NeedsJsPeer
class ReconnectInteropTest {
  private static final String TOPIC = "interop";
  private static final byte[] SECRET = OurPeer.random(32);
  private static final String SEED = "5a".repeat(32);

  @Test
  void theirsDiesAndOursFindsItAgain() throws Exception {
    try (OurPeer ours = OurPeer.start()) {
      ours.subscribe(TOPIC);
      String listen;
      try (JsPeer js = JsPeer.startUnsigned("--topic", TOPIC, "--key-seed", SEED)) {
        ours.connect(js, Dialer.OURS);
        listen = js.peerAddress().address();
        js.kill();
        ours.status(js, s -> !s.connected());
      }
      try (JsPeer again =
          JsPeer.startUnsigned("--topic", TOPIC, "--key-seed", SEED, "--listen", listen)) {
        ours.status(again, PeerStatus::connected);
        ours.exchange(again, TOPIC);
      }
    }
  }

  @Test
  void oursDiesAndTheirsFindsItAgain() throws Exception {
    try (JsPeer js = JsPeer.startUnsigned("--topic", TOPIC)) {
      String address;
      try (OurPeer ours = OurPeer.start(SECRET, "/ip4/127.0.0.1/tcp/0")) {
        ours.subscribe(TOPIC);
        address = ours.address();
        ours.connect(js, Dialer.JS);
      }
      js.await("peer-disconnect");
      try (OurPeer again = OurPeer.start(SECRET, address.substring(0, address.indexOf("/p2p/")))) {
        again.subscribe(TOPIC);
        assertEquals(address, again.address());
        again.connect(js, Dialer.JS);
        again.exchange(js, TOPIC);
      }
    }
  }
}
