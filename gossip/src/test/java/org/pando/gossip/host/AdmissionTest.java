package org.pando.gossip.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final HostLimits LIMITS = new HostLimits(10, 2, 3, 4, 1, 8, 6, true);

  private final Admission admission = new Admission(LIMITS);

  private String admit(String from) {
    String refusal = admission.admit(InetAddress.ofLiteral(from));
    if (refusal.isEmpty()) {
      admission.settled();
    }
    return refusal;
  }

  @Test
  void oneAddressHasSoManyConnectionsUntilOneLeaves() {
    admit("192.0.2.1");
    admit("192.0.2.1");
    assertEquals("its address has 2 connections", admit("192.0.2.1"));
    admission.leave(InetAddress.ofLiteral("192.0.2.1"));
    assertEquals("", admit("192.0.2.1"));
  }

  @Test
  void aNetworkOfIpv4Is24Bits() {
    admit("192.0.2.1");
    admit("192.0.2.2");
    admit("192.0.2.3");
    assertEquals("its network has 3 connections", admit("192.0.2.4"));
    assertEquals("", admit("192.0.3.4"));
  }

  @Test
  void aNetworkOfIpv6Is56Bits() {
    admit("2001:db8:0:100::1");
    admit("2001:db8:0:101::1");
    admit("2001:db8:0:1ff::1");
    assertEquals("its network has 3 connections", admit("2001:db8:0:180::1"));
    assertEquals("", admit("2001:db8:0:200::1"));
  }

  @Test
  void handshakesUnderWayAreLimited() {
    for (int i = 1; i <= 4; i++) {
      admission.admit(InetAddress.ofLiteral("192.0." + i + ".1"));
    }
    assertEquals("4 handshakes are under way", admit("192.0.9.1"));
    admission.settled();
    assertEquals("", admit("192.0.9.1"));
  }

  @Test
  void theTotalCountsDialsToo() {
    for (int i = 1; i <= 9; i++) {
      admit("192.0." + i + ".1");
    }
    admission.dialed();
    assertEquals("there are 10 connections", admit("198.51.100.1"));
    assertEquals(false, admission.hasRoom());
    admission.hungUp();
    assertEquals("", admit("198.51.100.1"));
  }

  @Test
  void loopbackIsFreeOnlyWhenItIsSaid() {
    admit("127.0.0.1");
    admit("127.0.0.1");
    assertEquals("its address has 2 connections", admit("127.0.0.1"));
    Admission free = new Admission(LIMITS.withLoopbackFree());
    for (int i = 0; i < 4; i++) {
      assertEquals("", free.admit(InetAddress.ofLiteral("127.0.0.1")));
    }
  }
}
