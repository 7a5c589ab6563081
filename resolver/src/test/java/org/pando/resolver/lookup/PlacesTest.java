package org.pando.resolver.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.pando.resolver.lookup.Places.Taking;

class PlacesTest {
  private static ClientNetwork client(String address) {
    return ClientNetwork.of(InetAddress.ofLiteral(address));
  }

  private final ClientNetwork greedy = client("192.0.2.1");

  @Test
  void aClientHasAtMostAQuarter() {
    Places places = new Places(8);
    assertEquals(Taking.TAKEN, places.take(greedy));
    assertEquals(Taking.TAKEN, places.take(greedy));
    assertEquals(Taking.SHARE_USED, places.take(greedy));
    assertEquals(2, places.taken(), "a refused client keeps a place");
    assertEquals(Taking.TAKEN, places.take(client("192.0.2.2")));
    places.giveBack(greedy);
    assertEquals(Taking.TAKEN, places.take(greedy));
    assertEquals(Taking.SHARE_USED, places.take(greedy));
  }

  @Test
  void whenAllAreTakenNobodyGetsOne() {
    Places places = new Places(4);
    for (int i = 0; i < 4; i++) {
      assertEquals(Taking.TAKEN, places.take(client("192.0.2." + i)));
    }
    assertEquals(Taking.FULL, places.take(client("192.0.2.9")));
    places.giveBack(client("192.0.2.0"));
    assertEquals(Taking.TAKEN, places.take(client("192.0.2.9")));
  }

  @Test
  void aLaneOfOnePlaceHasOne() {
    Places places = new Places(1);
    assertEquals(Taking.TAKEN, places.take(greedy));
    assertEquals(Taking.FULL, places.take(greedy));
  }

  @Test
  void onlyWhenAllAreFreeTheLaneIsEmpty() throws Exception {
    Places places = new Places(4);
    places.take(greedy);
    assertFalse(places.takeAll(Duration.ZERO));
    places.giveBack(greedy);
    assertTrue(places.takeAll(Duration.ZERO));
  }

  @Test
  void anIpv6ClientIsItsSlash64() {
    assertEquals(client("2001:db8::1"), client("2001:db8::2:3:4:5"));
    assertNotEquals(client("2001:db8::1"), client("2001:db8:0:1::1"));
    assertNotEquals(client("192.0.2.1"), client("192.0.2.2"));
    assertNotEquals(client("0.0.0.1"), client("::"));
    assertEquals(client("192.0.2.1"), client("::ffff:192.0.2.1"));
  }
}
