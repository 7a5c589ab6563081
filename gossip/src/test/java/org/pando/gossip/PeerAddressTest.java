package org.pando.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerAddressTest {
  private static final String PEER = "12D3KooWBtp5AcVPhVnXkS6CsBpjd3b2rPGxRXCsWhNHiCHdxTvz";

  @Test
  void textAndBytesGoRound() throws Exception {
    String text = "/dns/pando.example/tcp/4053/p2p/" + PEER;
    PeerAddress address = PeerAddress.parse(text);
    assertEquals("/dns/pando.example/tcp/4053", address.address());
    assertEquals(text, address.toString());
    assertEquals(address, PeerAddress.decode(address.encode()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ip4/192.0.2.1/tcp/4053",
        "/p2p/" + PEER,
        "/ip4/192.0.2.1/tcp/4053/p2p/" + PEER + "/p2p-circuit/p2p/" + PEER,
        "pando.example",
        ""
      })
  void whatDoesNotSayBothWhereAndWhoIsRefused(String text) {
    GossipException e = assertThrows(GossipException.class, () -> PeerAddress.parse(text));
    assertEquals(GossipException.Kind.MALFORMED, e.kind());
  }
}
