package org.pando.gossip.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.Decoding;

@Timeout(10)
final class MultiaddrFuzzTest {
  /** What is read is printed in a form that reads as the same bytes, and prints alike. */
  @FuzzTest
  void parse(byte[] input) {
    Multiaddr address = Decoding.attempt(() -> Multiaddr.parse(new String(input, UTF_8)));
    if (address != null) {
      assertSame(address, Decoding.attempt(() -> Multiaddr.parse(address.toString())));
      assertSame(address, Decoding.attempt(() -> Multiaddr.decode(address.bytes())));
      usable(address);
    }
  }

  /** What is read has these bytes only, and text that reads as them. */
  @FuzzTest
  void decode(byte[] input) {
    Multiaddr address = Decoding.attempt(() -> Multiaddr.decode(input));
    if (address != null) {
      assertArrayEquals(input, address.bytes());
      assertSame(address, Decoding.attempt(() -> Multiaddr.parse(address.toString())));
      usable(address);
    }
  }

  private static void assertSame(Multiaddr expected, @Nullable Multiaddr actual) {
    assertEquals(expected, actual);
    assertEquals(expected.toString(), String.valueOf(actual));
  }

  /** What is done with addresses of peers never throws. */
  private static void usable(Multiaddr address) {
    address.tcp().ifPresent(TcpAddress::literal);
    assertEquals(MultiaddrTest.PEER, address.withoutPeer().withPeer(MultiaddrTest.PEER).peer());
  }
}
