package org.pando.resolver.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pando.resolver.config.AllowRule;
import org.pando.resolver.config.Prefix;

class AdmissionTest {
  private static final Prefix LAN = Prefix.of(InetAddress.ofLiteral("198.51.100.0"), 24);

  private final Admission local = new Admission(List.of(AllowRule.Local.LOCAL), List.of(LAN));

  private static InetAddress address(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.1.2.3, true",
    "10.9.8.7, true",
    "172.31.0.1, true",
    "172.32.0.1, false",
    "192.168.1.1, true",
    "169.254.1.1, true",
    "198.51.100.77, true",
    "198.51.101.1, false",
    "192.0.2.1, false",
    "::1, true",
    "fe80::1, true",
    "fd00::1, true",
    "2001:db8::1, false"
  })
  void localIsWhoIsNear(String client, boolean admitted) {
    for (int i = 0; i < 2; i++) { // the second time it is remembered
      assertTrue(local.admits(address(client)) == admitted, client);
    }
  }

  @Test
  void everyOneOfManyClientsGetsItsOwnVerdict() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 5000; i++) {
        String host = (i >> 8) + "." + (i & 255);
        assertTrue(local.admits(address("10.0." + host)), host);
        assertFalse(local.admits(address("203.0." + host)), host);
      }
    }
  }

  @Test
  void whatIsNearIsTakenOverWhenAddressesChange() {
    InetAddress client = address("198.51.100.77");
    assertTrue(local.admits(client));
    local.onLink(List.of());
    assertFalse(local.admits(client));
    local.onLink(List.of(LAN));
    assertTrue(local.admits(client));
  }
}
