package org.pando.gossip.interop;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pando.gossip.interop.OurPeer.Dialer;

/** Private networks (pnet) with js-libp2p: those with the same key, and nobody else. */
@NeedsJsPeer
class PrivateNetworkInteropTest {
  private static final String TOPIC = "private";
  private static final byte[] KEY = OurPeer.random(32);

  @ParameterizedTest
  @EnumSource
  void peersWithTheSameKeyHearEachOther(Dialer dialer) throws Exception {
    try (JsPeer js =
            JsPeer.startUnsigned("--psk", HexFormat.of().formatHex(KEY), "--topic", TOPIC);
        OurPeer ours = OurPeer.startPrivate(KEY)) {
      ours.subscribe(TOPIC);
      ours.connect(js, dialer);
      ours.exchange(js, TOPIC);
    }
  }

  @ParameterizedTest
  @EnumSource
  void otherKeysAndNoneAreNotUnderstood(Dialer dialer) throws Exception {
    try (JsPeer js = JsPeer.start("--psk", HexFormat.of().formatHex(KEY));
        OurPeer other = OurPeer.startPrivate(OurPeer.random(32));
        OurPeer none = OurPeer.start()) {
      for (OurPeer ours : new OurPeer[] {other, none}) {
        switch (dialer) {
          case OURS -> {
            ours.node().keep(js.peerAddress());
            ours.status(js, s -> !s.connected() && !s.problem().isEmpty());
          }
          case JS ->
              assertThrows(AssertionError.class, () -> js.command("dial", "addr", ours.address()));
        }
      }
    }
  }
}
