package org.pando.gossip.discovery.mapping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.GossipException;

@Timeout(20)
final class UdpGatewayTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final InetAddress OUTSIDE = InetAddress.ofLiteral("203.0.113.7");
  private static final byte[] NAT_PMP_ADDRESS = hex("00800000 00000010 cb007107");

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static PcpGateway pcp(FakeRouter router) {
    return new PcpGateway(router.address(), new SplittableRandom(1), System::nanoTime);
  }

  private static NatPmpGateway natPmp(FakeRouter router) {
    return new NatPmpGateway(router.address(), System::nanoTime);
  }

  /** What a PCP router answers: port 4100, 203.0.113.7, half an hour. */
  private static byte[] pcpAnswer(byte[] request) {
    byte[] answer = request.clone();
    answer[1] = (byte) 0x81;
    ByteBuffer out = ByteBuffer.wrap(answer);
    out.putInt(4, 1800).putInt(8, 16).putLong(12, 0).putInt(20, 0).putShort(42, (short) 4100);
    System.arraycopy(hex("00000000000000000000ffffcb007107"), 0, answer, 44, 16);
    return answer;
  }

  private static byte[] natPmpAnswer(byte[] request) {
    if (request.length == 2) {
      return NAT_PMP_ADDRESS;
    }
    ByteBuffer out = ByteBuffer.allocate(16).put((byte) 0).put((byte) 130).putShort((short) 0);
    out.putInt(16).putShort(ByteBuffer.wrap(request).getShort(4)).putShort((short) 4100);
    return out.putInt(1800).array();
  }

  @Test
  void requestsAreThoseOfTheSpecifications() {
    byte[] nonce = hex("0102030405060708090a0b0c");
    assertArrayEquals(
        hex(
            "02010000 00000e10 00000000000000000000ffffc0a80105"
                + "0102030405060708090a0b0c 06000000 0fd5 0fd6 00000000000000000000ffff00000000"),
        PcpMessage.request(InetAddress.ofLiteral("192.168.1.5"), nonce, 4053, 4054, HOUR));
    assertArrayEquals(hex("0000"), NatPmpMessage.addressRequest());
    assertArrayEquals(
        hex("00020000 0fd5 0fd6 00000e10"), NatPmpMessage.mapRequest(4053, 4054, HOUR));
  }

  @Test
  void pcpOpensAndCloses() throws Exception {
    try (FakeRouter router = new FakeRouter(request -> List.of(pcpAnswer(request)))) {
      PcpGateway gateway = pcp(router);
      Mapping mapping = gateway.open(4053, 4053, HOUR);
      assertEquals(new Mapping(OUTSIDE, 4100, 4053, Duration.ofMinutes(30)), mapping);
      gateway.close(mapping);
      byte[] opening = router.heard.take();
      byte[] closing = router.heard.take();
      assertEquals(0, ByteBuffer.wrap(closing).getInt(4), "no lifetime");
      assertTrue(Arrays.equals(opening, 24, 36, closing, 24, 36), "the same nonce");
      assertArrayEquals(hex("ffff7f000001"), Arrays.copyOfRange(opening, 18, 24));
    }
  }

  @Test
  void natPmpOpensAndCloses() throws Exception {
    try (FakeRouter router = new FakeRouter(request -> List.of(natPmpAnswer(request)))) {
      NatPmpGateway gateway = natPmp(router);
      Mapping mapping = gateway.open(4053, 4053, HOUR);
      assertEquals(new Mapping(OUTSIDE, 4100, 4053, Duration.ofMinutes(30)), mapping);
      gateway.close(mapping);
      router.heard.take();
      router.heard.take();
      assertArrayEquals(hex("00020000 0fd5 0000 00000000"), router.heard.take());
    }
  }

  @Test
  void aLostRequestIsSentAgain() throws Exception {
    AtomicInteger lost = new AtomicInteger();
    try (FakeRouter router =
        new FakeRouter(
            request -> lost.getAndIncrement() < 2 ? List.of() : List.of(pcpAnswer(request)))) {
      assertEquals(4100, pcp(router).open(4053, 4053, HOUR).externalPort());
      assertEquals(3, router.heard.size());
    }
  }

  @Test
  void aRouterThatIsSilentIsGivenUp() throws Exception {
    try (FakeRouter router = new FakeRouter(request -> List.of())) {
      GossipException silent =
          assertThrows(GossipException.class, () -> natPmp(router).open(4053, 4053, HOUR));
      assertEquals(GossipException.Kind.TIMEOUT, silent.kind());
      assertEquals(4, router.heard.size());
    }
  }

  @Test
  void aRefusalIsToldInWords() throws Exception {
    try (FakeRouter router =
        new FakeRouter(
            request -> {
              byte[] answer = pcpAnswer(request);
              answer[3] = 2;
              return List.of(answer);
            })) {
      GossipException refused =
          assertThrows(GossipException.class, () -> pcp(router).open(4053, 4053, HOUR));
      assertEquals(GossipException.Kind.REFUSED, refused.kind());
      assertEquals("PCP: it is not allowed", refused.getMessage());
    }
    try (FakeRouter router = new FakeRouter(request -> List.of(hex("0080000200000010")))) {
      assertEquals(
          "NAT-PMP: it is not allowed",
          assertThrows(GossipException.class, () -> natPmp(router).open(1, 1, HOUR)).getMessage());
    }
  }

  @Test
  void aRouterWithoutTheServiceIsToldOfInWords() throws Exception {
    InetSocketAddress nobody;
    try (FakeRouter router = new FakeRouter(request -> List.of())) {
      nobody = router.address();
    }
    assertEquals(
        "the router does not serve it",
        assertThrows(
                GossipException.class,
                () -> new NatPmpGateway(nobody, System::nanoTime).open(1, 1, HOUR))
            .getMessage());
  }

  @Test
  void aRouterThatSpeaksNatPmpOnlyRefusesPcpAtOnce() throws Exception {
    try (FakeRouter router = new FakeRouter(request -> List.of(hex("0081000100000010")))) {
      GossipException refused =
          assertThrows(GossipException.class, () -> pcp(router).open(4053, 4053, HOUR));
      assertEquals(GossipException.Kind.REFUSED, refused.kind());
      assertEquals(1, router.heard.size());
    }
  }

  private static void passedOver(UnaryOperator<byte[]> change) throws Exception {
    try (FakeRouter router =
        new FakeRouter(request -> List.of(change.apply(pcpAnswer(request)), pcpAnswer(request)))) {
      assertEquals(4100, pcp(router).open(4053, 4053, HOUR).externalPort());
      assertEquals(1, router.heard.size());
    }
  }

  private static UnaryOperator<byte[]> with(int at, int value) {
    return packet -> {
      packet[at] = (byte) value;
      packet[42] = 0x7f; // another port, if it were believed
      return packet;
    };
  }

  @Test
  void whatAnswersSomethingElseIsPassedOver() throws Exception {
    passedOver(with(24, 99)); // another's nonce
    passedOver(with(0, 1)); // another version
    passedOver(with(1, 0x01)); // a request
    passedOver(with(1, 0x82)); // PEER
    passedOver(with(36, 17)); // UDP
    passedOver(with(41, 1)); // another port of this computer
    passedOver(packet -> Arrays.copyOf(with(3, 0).apply(packet), 59));
    passedOver(packet -> Arrays.copyOf(with(3, 0).apply(packet), 1101));
    passedOver(packet -> new byte[0]);
    try (FakeRouter router =
        new FakeRouter(
            request -> {
              byte[] other = natPmpAnswer(request).clone();
              if (other.length == 16) {
                other[9] = 1; // another port of this computer
              } else {
                other = Arrays.copyOf(other, 11);
              }
              return List.of(other, hex("00820000"), natPmpAnswer(request));
            })) {
      assertEquals(4100, natPmp(router).open(4053, 4053, HOUR).externalPort());
    }
  }
}
