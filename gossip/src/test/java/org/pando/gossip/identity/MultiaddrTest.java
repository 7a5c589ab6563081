package org.pando.gossip.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.gossip.Decoding.assertRefused;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.gossip.Decoding;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.PeerId;
import org.pando.gossip.TestIdentity;
import org.pando.gossip.Vectors;

class MultiaddrTest {
  static final PeerId PEER = TestIdentity.of(1).peerId();
  private static final PeerId OTHER = TestIdentity.of(2).peerId();

  @Test
  void vectorsAreReadAndWrittenInBothForms() throws GossipException {
    JsonArray valid = Vectors.read("multiaddr.json").getAsJsonArray("valid");
    assertEquals(15, valid.size());
    for (JsonElement element : valid) {
      assertVector(element.getAsJsonObject());
    }
  }

  private static void assertVector(JsonObject vector) throws GossipException {
    Multiaddr parsed = Multiaddr.parse(vector.get("text").getAsString());
    Multiaddr decoded = Multiaddr.decode(Vectors.hex(vector, "hex"));
    assertEquals(decoded, parsed);
    assertArrayEquals(Vectors.hex(vector, "hex"), parsed.bytes());
    assertEquals(vector.get("decodedText").getAsString(), decoded.toString());
    assertEquals(decoded.toString(), parsed.toString());
    List<List<String>> parts = new ArrayList<>();
    for (JsonElement part : vector.getAsJsonArray("parts")) {
      JsonArray triple = part.getAsJsonArray();
      JsonElement value = triple.get(2);
      parts.add(
          List.of(
              triple.get(0).getAsString(),
              triple.get(1).getAsString(),
              value.isJsonNull() ? "" : value.getAsString()));
    }
    assertEquals(
        parts,
        decoded.parts().stream()
            .map(
                part ->
                    List.of(
                        Integer.toString(part.protocol().code()),
                        part.protocol().text(),
                        part.value()))
            .toList());
  }

  @Test
  void textThatTheVectorsRefuseIsRefused() {
    JsonArray invalid = Vectors.read("multiaddr.json").getAsJsonArray("invalidText");
    assertEquals(8, invalid.size());
    for (JsonElement element : invalid) {
      String text = element.getAsJsonObject().get("text").getAsString();
      assertRefused(Kind.MALFORMED, () -> Multiaddr.parse(text));
    }
  }

  @Test
  void oldNameAndCidAreReadAndNotWritten() throws GossipException {
    for (String name : new String[] {"legacyIpfsName", "cidPeerIdText"}) {
      JsonObject vector = Vectors.read("multiaddr.json").getAsJsonObject(name);
      Multiaddr parsed = Multiaddr.parse(vector.get("text").getAsString());
      assertArrayEquals(Vectors.hex(vector, "hex"), parsed.bytes());
      assertEquals(vector.get("decodedText").getAsString(), parsed.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "//",
        "/ip4/1.2.3.4/",
        "/ip4//tcp/1",
        "/ip4/1.2.3/tcp/1",
        "/ip4/1.2.3.04/tcp/1",
        "/ip4/1.2.3.4.5/tcp/1",
        "/ip4/16909060/tcp/1",
        "/ip6/1.2.3.4/tcp/1",
        "/ip6/[::1]/tcp/1",
        "/ip6/fe80::1%eth0/tcp/1",
        "/ip6/fe80::1%251/tcp/1",
        "/ip6/1:2:3:4:5:6:7/tcp/1",
        "/ip6/1::2::3/tcp/1",
        "/tcp/-1",
        "/tcp/+1",
        "/tcp/ 1",
        "/tcp/1e3",
        "/tcp/99999",
        "/tcp/000001",
        "/tcp/١",
        "/dns/ex ample/tcp/1",
        "/dns/exämple/tcp/1",
        "/dns/a\nb/tcp/1",
        "/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5",
        "/ws/ws2",
        "/IP4/1.2.3.4",
      })
  void otherTextIsRefused(String text) {

    assertRefused(Kind.MALFORMED, () -> Multiaddr.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "04", // nothing behind
        "047f0000", // one byte too few
        "06", // no port
        "060f",
        "3503", // no name
        "35036162", // a name of two bytes, not three
        "3500", // a name of none
        "3503612f62", // a slash in a name
        "3503612062", // a space
        "3503c3a462", // not ASCII
        "a50300", // a peer of no bytes
        "a503020000",
        "a50322122000",
        "8400", // a code longer than it needs
        "80", // a code without an end
        "ffffffffffff01", // a code that is too long
        "99", // unfinished
        "d103", // webtransport, 465: not known
        "04c0000201060fa1cc03d103", // quic and webtransport behind a known address
      })
  void otherBytesAreRefused(String hex) {
    assertRefused(Kind.MALFORMED, () -> Multiaddr.decode(HexFormat.of().parseHex(hex)));
    assertEquals(Optional.empty(), Multiaddr.understood(HexFormat.of().parseHex(hex)));
  }

  @Test
  void lengthAndPartsAreLimited() throws GossipException {
    String name = "a".repeat(253);
    assertEquals(253, Multiaddr.parse("/dns/" + name).parts().getFirst().value().length());
    assertRefused(Kind.MALFORMED, () -> Multiaddr.parse("/dns/a" + name));
    assertEquals(16, Multiaddr.parse("/ws".repeat(16)).parts().size());
    assertRefused(Kind.LIMIT, () -> Multiaddr.parse("/ws".repeat(17)));
    assertRefused(Kind.LIMIT, () -> Multiaddr.decode(HexFormat.of().parseHex("dd03".repeat(17))));
    assertRefused(Kind.LIMIT, () -> Multiaddr.decode(new byte[0]));
    assertRefused(Kind.LIMIT, () -> Multiaddr.parse("/".repeat(1025)));
    assertRefused(Kind.LIMIT, () -> Multiaddr.decode(new byte[1025]));
    // Four names fit in 1024 bytes, and their text does not in 1024 characters.
    String dns = "38fb" + "01" + "61".repeat(251);
    assertRefused(Kind.LIMIT, () -> Multiaddr.decode(HexFormat.of().parseHex(dns.repeat(4))));
  }

  /** RFC 5952, sections 4 and 5. */
  @ParameterizedTest
  @CsvSource({
    "2001:0db8:0000:0000:0001:0000:0000:0001,2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1,2001:0:0:1::1",
    "2001:DB8::A,2001:db8::a",
    "0:0:0:0:0:0:0:0,::",
    "0:0:0:0:0:0:0:1,::1",
    "1:0:0:0:0:0:0:0,1::",
    "0:0:1:0:0:0:0:0,0:0:1::",
    "::ffff:192.0.2.1,::ffff:192.0.2.1",
    "::ffff:c000:201,::ffff:192.0.2.1",
    "64:ff9b::192.0.2.33,64:ff9b::c000:221",
    "1:2:3:4:5:6:7:8,1:2:3:4:5:6:7:8",
  })
  void ip6IsPrintedInItsOneForm(String text, String printed) throws GossipException {
    Multiaddr address = Multiaddr.parse("/ip6/" + text + "/tcp/1");
    assertEquals("/ip6/" + printed + "/tcp/1", address.toString());
    assertEquals(address, Multiaddr.parse(address.toString()));
  }

  @Test
  void randomIp6ComesBackFromItsText() throws GossipException {
    Random random = new Random(6);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[18];
      bytes[0] = 41;
      for (int at = 1; at < 17; at++) {
        bytes[at] = (byte) (random.nextBoolean() ? 0 : random.nextInt());
      }
      byte[] whole = Arrays.copyOf(bytes, 17);
      Multiaddr address = Multiaddr.decode(whole);
      assertArrayEquals(whole, Multiaddr.parse(address.toString()).bytes());
    }
  }

  @Test
  void thePeerIsTheOneAtTheEnd() throws GossipException {
    Multiaddr plain = Multiaddr.parse("/ip4/192.0.2.1/tcp/1");
    assertNull(plain.peer());
    assertSame(plain, plain.withoutPeer());
    Multiaddr peered = plain.withPeer(PEER);
    assertEquals("/ip4/192.0.2.1/tcp/1/p2p/" + PEER, peered.toString());
    assertEquals(PEER, peered.peer());
    assertEquals(plain, peered.withoutPeer());
    assertEquals(OTHER, peered.withPeer(OTHER).peer());
    assertEquals(plain, peered.withPeer(OTHER).withoutPeer());
    assertNull(Multiaddr.parse("/p2p/" + PEER + "/p2p-circuit").peer());
  }

  @Test
  void anAddressThatIsOnlyAPeerKeepsIt() throws GossipException {
    Multiaddr only = Multiaddr.parse("/p2p/" + PEER);
    assertEquals(only, only.withoutPeer());
    assertEquals(OTHER, only.withPeer(OTHER).peer());
    assertEquals(Optional.empty(), only.tcp());
  }

  @Test
  void aPeerFitsBehindTheLongestAddress() throws GossipException {
    Multiaddr longest = Multiaddr.parse("/ws".repeat(16));
    assertEquals(PEER, longest.withPeer(PEER).peer());
  }

  @Test
  void tcpIsAHostAndAPortAndNothingElse() throws GossipException {
    assertEquals(
        Optional.of(new TcpAddress(AddressProtocol.IP4, "192.0.2.1", 4053)),
        Multiaddr.parse("/ip4/192.0.2.1/tcp/4053").tcp());
    assertEquals(
        Optional.of(new TcpAddress(AddressProtocol.DNS6, "node.example", 1)),
        Multiaddr.parse("/dns6/node.example/tcp/1/p2p/" + PEER).tcp());
    for (String text :
        new String[] {
          "/ip4/192.0.2.1/udp/1/quic-v1",
          "/ip4/192.0.2.1/tcp/1/ws",
          "/ip4/192.0.2.1",
          "/tcp/1",
          "/tcp/1/tcp/1",
          "/dnsaddr/node.example/tcp/1",
          "/ip6zone/eth0/ip6/fe80::1/tcp/1",
          "/ip4/192.0.2.1/tcp/1/p2p/" + PEER + "/p2p-circuit",
          "/ip4/192.0.2.1/tcp/1/p2p/" + PEER + "/p2p/" + PEER,
          "/ip4/192.0.2.1/p2p/" + PEER,
        }) {
      assertEquals(Optional.empty(), Multiaddr.parse(text).tcp(), text);
    }
  }

  @Test
  void onlyLiteralsHaveAnAddress() throws Exception {
    TcpAddress ip6 = Multiaddr.parse("/ip6/2001:db8::1/tcp/1").tcp().orElseThrow();
    assertEquals(InetAddress.ofLiteral("2001:db8::1"), ip6.literal());
    TcpAddress mapped = Multiaddr.parse("/ip6/::ffff:192.0.2.1/tcp/1").tcp().orElseThrow();
    assertEquals(InetAddress.ofLiteral("192.0.2.1"), mapped.literal());
    assertNull(Multiaddr.parse("/dns4/127.0.0.1/tcp/1").tcp().orElseThrow().literal());
  }

  @Test
  void socketAddressesAreWritten() {
    assertEquals(
        "/ip4/192.0.2.1/tcp/65535",
        Multiaddr.of(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 65_535)).toString());
    assertEquals(
        "/ip6/fe80::1/tcp/0",
        Multiaddr.of(new InetSocketAddress(InetAddress.ofLiteral("fe80::1"), 0)).toString());
  }

  @Test
  void bytesAreACopyAndEqualityIsOfBytes() throws GossipException {
    Multiaddr address = Multiaddr.parse("/ip4/192.0.2.1/tcp/1");
    address.bytes()[1] = 7;
    assertEquals(address, Multiaddr.parse("/ip4/192.0.2.1/tcp/1"));
    assertEquals(address.hashCode(), Multiaddr.parse("/ip4/192.0.2.1/tcp/1").hashCode());
    assertNotEquals(address, Multiaddr.parse("/ip4/192.0.2.1/tcp/2"));
  }

  @Test
  void randomBytesAreReadAndWrittenAlikeOrRefused() {
    Random random = new Random(9);
    int read = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = randomBytes(random);
      Multiaddr address = Decoding.attempt(() -> Multiaddr.decode(bytes));
      if (address != null) {
        assertArrayEquals(bytes, address.bytes());
        assertEquals(address, Decoding.attempt(() -> Multiaddr.parse(address.toString())));
        read++;
      }
    }
    assertTrue(read > 1_000, () -> "too few are addresses to tell");
  }

  /** Bytes that begin with known codes more often than by chance. */
  private static byte[] randomBytes(Random random) {
    int[] codes = {4, 6, 41, 53, 56, 0x91, 0xdd, 0xa5};
    byte[] bytes = new byte[random.nextInt(24)];
    random.nextBytes(bytes);
    for (int at = 0; at < bytes.length; at += 1 + random.nextInt(6)) {
      bytes[at] = (byte) codes[random.nextInt(codes.length)];
      if (bytes[at] == 53 && at + 1 < bytes.length) {
        bytes[at + 1] = (byte) (bytes.length - at - 2);
      }
    }
    return bytes;
  }
}
