package org.pando.gossip.discovery.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RouteTest {
  private static final String HEAD =
      "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";

  @Test
  void theDefaultRouteWithTheLowestMetricLeadsToTheRouter() {
    assertEquals(
        InetAddress.ofLiteral("192.168.1.1"),
        Route.gateway(
            List.of(
                HEAD,
                "wlan0\t00000000\t0102A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0",
                "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0",
                "eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0",
                "tun0\t00000000\t0104A8C0\t0003\t0\t0\t50\t00000080\t0\t0\t0")));
  }

  @Test
  void withoutADefaultRouteThereIsNoRouter() {
    assertNull(Route.gateway(List.of()));
    assertNull(
        Route.gateway(
            List.of(
                HEAD,
                "ppp0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0",
                "eth0\t00000000\tnonsense\t0003\t0\t0\t100\t00000000\t0\t0\t0",
                "eth0")));
  }
}
