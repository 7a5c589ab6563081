package org.pando.gossip.discovery.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.Decoding;
import org.pando.gossip.GossipException;

@Timeout(10)
final class RouterFuzzTest {
  private static final InetAddress ROUTER = InetAddress.ofLiteral("192.168.1.1");

  /** The XML reader's classes are not an input's work. */
  @BeforeAll
  static void load() throws GossipException {
    assertEquals(List.of(), UpnpXml.services("<a/>".getBytes(UTF_8)));
  }

  @FuzzTest
  void description(byte[] input) {
    List<UpnpXml.Service> services = Decoding.attempt(() -> UpnpXml.services(input));
    for (UpnpXml.Service service : services == null ? List.<UpnpXml.Service>of() : services) {
      assertTrue(service.type().length() <= 1024 && service.control().length() <= 1024);
    }
    Decoding.attempt(() -> String.valueOf(UpnpXml.text(input, "errorCode")));
  }

  /** Wherever it leads, it leads to who sent it. */
  @FuzzTest
  void location(byte[] input) {
    URI location = Ssdp.location(input, ROUTER);
    if (location != null) {
      assertEquals("192.168.1.1", location.getHost());
      assertEquals("http", location.getScheme());
    }
  }

  @FuzzTest
  void packet(byte[] input) {
    byte[] nonce = new byte[PcpMessage.NONCE_BYTES];
    check(
        Decoding.attempt(
            () -> Stream.ofNullable(PcpMessage.response(input, nonce, 4053)).toList()));
    check(
        Decoding.attempt(
            () -> Stream.ofNullable(NatPmpMessage.mapping(input, ROUTER, 4053)).toList()));
    Decoding.attempt(() -> String.valueOf(NatPmpMessage.address(input)));
  }

  private static void check(@Nullable List<Mapping> read) {
    for (Mapping mapping : read == null ? List.<Mapping>of() : read) {
      assertEquals(4053, mapping.internalPort());
      assertTrue(mapping.externalPort() >= 0 && mapping.externalPort() < 65536);
      assertFalse(mapping.lifetime().isNegative());
    }
  }
}
