package org.pando.gossip.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReachTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, LOOPBACK",
    "::1, LOOPBACK",
    "169.254.3.4, LINK",
    "fe80::1, LINK",
    "10.0.0.1, PRIVATE",
    "172.16.0.1, PRIVATE",
    "172.31.255.255, PRIVATE",
    "172.32.0.1, PUBLIC",
    "192.168.1.1, PRIVATE",
    "192.169.1.1, PUBLIC",
    "100.64.0.1, PRIVATE",
    "100.128.0.1, PUBLIC",
    "fd12::1, PRIVATE",
    "2a00::1, PUBLIC",
    "8.8.8.8, PUBLIC",
    "0.0.0.0, NOWHERE",
    "0.1.2.3, NOWHERE",
    "::, NOWHERE",
    "224.0.0.251, NOWHERE",
    "ff02::fb, NOWHERE",
    "192.0.2.1, PUBLIC",
    "2001:db8::1, PUBLIC",
    "255.255.255.255, NOWHERE",
    "4000::1, NOWHERE",
  })
  void anAddressIsPlaced(String address, Reach reach) {
    assertEquals(reach, Reach.of(InetAddress.ofLiteral(address)));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.0/23, 10.1.3.255, true",
    "10.1.2.0/23, 10.1.4.0, false",
    "10.1.2.3/32, 10.1.2.3, true",
    "10.1.2.3/32, 10.1.2.2, false",
    "0.0.0.0/0, 1.2.3.4, true",
    "0.0.0.0/0, ::1, false",
    "fe80::/10, febf::1, true",
    "fe80::/10, fec0::1, false",
  })
  void aPrefixContainsWhatBeginsWithItsBits(String prefix, String address, boolean contained) {
    assertEquals(contained, Prefix.of(prefix).contains(InetAddress.ofLiteral(address)));
  }

  @Test
  void strangersHaveNoUseForAddressesOfOurSite() {
    assertFalse(Reach.PUBLIC.canUse(Reach.PRIVATE));
    assertFalse(Reach.PUBLIC.canUse(Reach.LOOPBACK));
    assertFalse(Reach.PRIVATE.canUse(Reach.LOOPBACK));
    assertFalse(Reach.LOOPBACK.canUse(Reach.LINK));
    assertFalse(Reach.PUBLIC.canUse(Reach.NOWHERE));
    assertTrue(Reach.PRIVATE.canUse(Reach.PRIVATE));
    assertTrue(Reach.PRIVATE.canUse(Reach.PUBLIC));
    assertTrue(Reach.LINK.canUse(Reach.PRIVATE));
    assertTrue(Reach.LOOPBACK.canUse(Reach.LOOPBACK));
  }
}
