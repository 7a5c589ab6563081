package org.pando.gossip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.gossip.Decoding.assertRefused;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.gossip.GossipException.Kind;

class PeerIdTest {
  private static final String ED25519 = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";
  private static final String SHA256 = "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N";
  private static final String SHA256_CID =
      "bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe";

  /** The examples of libp2p's peer-ids specification. */
  @Test
  void textFormsOfTheSpecificationAreRead() throws GossipException {
    assertEquals(ED25519, PeerId.parse(ED25519).toString());
    assertEquals(SHA256, PeerId.parse(SHA256).toString());
    assertEquals(PeerId.parse(SHA256), PeerId.parse(SHA256_CID));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "1",
        "Qm",
        "b",
        "bafz",
        "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5S",
        "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5S0",
        "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5NN",
        "Bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe",
        // CIDv1 of dag-pb, 0x70
        "bafybeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe",
        // the last character has a bit that no byte takes
        "bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxf",
        "bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxea",
      })
  void otherTextIsRefused(String text) {
    assertRefused(Kind.MALFORMED, () -> PeerId.parse(text));
  }

  @Test
  void longTextIsRefusedUnread() {
    assertRefused(Kind.LIMIT, () -> PeerId.parse("1".repeat(129)));
    assertRefused(Kind.LIMIT, () -> PeerId.parse("b".repeat(130)));
  }

  @Test
  void identityMultihashesHaveOneToFortyTwoBytes() throws GossipException {
    assertEquals(44, PeerId.of(multihash(0x00, 42, 42)).bytes().length);
    assertEquals(3, PeerId.of(multihash(0x00, 1, 1)).bytes().length);
    assertRefused(Kind.MALFORMED, () -> PeerId.of(multihash(0x00, 43, 43)));
    assertRefused(Kind.MALFORMED, () -> PeerId.of(multihash(0x00, 0, 0)));
  }

  @Test
  void onlyWholeKnownMultihashesAreIds() {
    assertRefused(Kind.MALFORMED, () -> PeerId.of(new byte[0]));
    assertRefused(Kind.MALFORMED, () -> PeerId.of(multihash(0x12, 31, 31)));
    assertRefused(Kind.MALFORMED, () -> PeerId.of(multihash(0x12, 32, 31)));
    assertRefused(Kind.MALFORMED, () -> PeerId.of(multihash(0x12, 32, 33)));
    assertRefused(Kind.MALFORMED, () -> PeerId.of(multihash(0x13, 32, 32)));
  }

  @Test
  void bytesGivenAndTakenAreCopies() throws GossipException {
    byte[] bytes = multihash(0x12, 32, 32);
    PeerId id = PeerId.of(bytes);
    Arrays.fill(bytes, (byte) 9);
    id.bytes()[5] = 7;
    assertArrayEquals(multihash(0x12, 32, 32), id.bytes());
  }

  @Test
  void idsCompareAsUnsignedBytes() throws GossipException {
    PeerId low = PeerId.of(HexFormat.of().parseHex("00017f"));
    PeerId high = PeerId.of(HexFormat.of().parseHex("000180"));
    assertTrue(low.compareTo(high) < 0);
    assertEquals(low, PeerId.of(low.bytes()));
    assertEquals(low.hashCode(), PeerId.of(low.bytes()).hashCode());
    assertNotEquals(low, high);
  }

  private static byte[] multihash(int code, int length, int digest) {
    byte[] bytes = new byte[2 + digest];
    bytes[0] = (byte) code;
    bytes[1] = (byte) length;
    return bytes;
  }
}
