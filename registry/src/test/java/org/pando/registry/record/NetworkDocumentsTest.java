package org.pando.registry.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.Vectors;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.CborWriter;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.rule.RecordException;

/** Configuration links, heads and seals: their codecs, over objects made from a seed. */
class NetworkDocumentsTest {
  private static final long MAX_TIME = (1L << 40) - 1;

  private final Random random = new Random(20260101);

  private Bytes bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  private List<Bytes> signatures(int count) {
    return Stream.generate(() -> bytes(64)).limit(count).toList();
  }

  private <O extends Op> CertItem<O> certified(O op, long epoch, int signatures) {
    return new CertItem<>(
        new SignedOp<>(op, signatures(op.signatures())),
        new Certificate(epoch, 0xffff, (1 << signatures) - 1, signatures(signatures)));
  }

  private CertItem<Op.ConfigOp> config(long epoch, long named, long decided, int witnesses) {
    Config next = TestNetwork.config(named, bytes(32), witnesses);
    return certified(new Op.ConfigOp(epoch, bytes(32), MAX_TIME, next), decided, 7);
  }

  private CertItem<Op.Carry> carry(long epoch, long decided) {
    return certified(new Op.Carry(epoch, bytes(32), MAX_TIME, bytes(32)), decided, 7);
  }

  private ConfigLink link(long epoch, int witnesses) {
    return new ConfigLink(config(epoch, epoch, epoch - 1, witnesses), carry(epoch, epoch));
  }

  private interface Decoder {
    Encoded decode(Bytes bytes) throws RecordException;
  }

  /** Reads back, and no truncation, no byte more and no changed bit reads as the same. */
  private static void assertStrict(Encoded made, Decoder decoder) throws RecordException {
    Bytes encoded = made.encode();
    assertEquals(made, decoder.decode(encoded));
    byte[] octets = encoded.toArray();
    for (int length = 0; length < octets.length; length++) {
      Bytes truncated = Bytes.of(octets, 0, length);
      assertThrows(RecordException.class, () -> decoder.decode(truncated));
    }
    assertThrows(
        RecordException.class, () -> decoder.decode(Bytes.fromHex(encoded.toHex() + "00")));
    for (int bit = 0; bit < 8 * octets.length; bit++) {
      byte[] changed = octets.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertEquals(Bytes.of(changed), decoder.decode(Bytes.of(changed)).encode());
      } catch (RecordException e) {
        assertTrue(!e.getMessage().isEmpty());
      }
    }
  }

  @Test
  @Tag("I6")
  void linksAreReadStrictly() throws Exception {
    for (int witnesses : new int[] {1, 4}) {
      assertStrict(link(1 + random.nextInt(9), witnesses), ConfigLink::decode);
    }
  }

  @Test
  void theLargestLinkIsWithinTheLimit() throws Exception {
    Bytes largest = link((1L << 32) - 1, 10).encode();
    assertTrue(largest.length() <= ConfigLink.MAX_SIZE, () -> largest.length() + " bytes");
    assertEquals((1L << 32) - 1, ConfigLink.decode(largest).epoch());
  }

  @Test
  void aLinkWhosePartsDisagreeIsRefused() {
    List<ConfigLink> bad = new ArrayList<>();
    bad.add(new ConfigLink(config(2, 3, 1, 4), carry(2, 2)));
    bad.add(new ConfigLink(config(2, 2, 2, 4), carry(2, 2)));
    bad.add(new ConfigLink(config(2, 2, 1, 4), carry(3, 2)));
    bad.add(new ConfigLink(config(2, 2, 1, 4), carry(2, 1)));
    for (ConfigLink link : bad) {
      RecordException e =
          assertThrows(RecordException.class, () -> ConfigLink.decode(link.encode()));
      assertEquals(
          "configuration link: its parts do not agree that it leads to epoch 2 (V2)",
          e.getMessage());
    }
    ConfigLink good = link(2, 4);
    Bytes swapped =
        new CborWriter()
            .array(2)
            .bytes(good.carry().encode())
            .bytes(good.config().encode())
            .encode();
    assertThrows(RecordException.class, () -> ConfigLink.decode(swapped));
  }

  /** The limit is compared before anything is read. */
  @Test
  void aLinkAboveTheLimitIsRefused() {
    Bytes large = Bytes.of(new byte[ConfigLink.MAX_SIZE + 1]);
    RecordException e = assertThrows(RecordException.class, () -> ConfigLink.decode(large));
    assertEquals("configuration link: 4097 bytes, at most 4096 are allowed (V1)", e.getMessage());
  }

  @Test
  @Tag("I6")
  void headsAreReadStrictly() throws Exception {
    for (long large : new long[] {0, CborReader.MAX_UINT}) {
      assertStrict(new Head(3, MAX_TIME, large, large, bytes(16)), Head::decode);
    }
    NetworkId n4 = new NetworkId(Vectors.hex("n4.networkId"));
    Head vector = Head.decode(Vectors.hex("n4.head.payload"));
    assertEquals(
        Vectors.hex("n4.head.sig.w0"),
        TestKeys.of("w0").sign(SignedKind.HEAD, n4, vector.encode()));
  }

  @Test
  @Tag("I6")
  void sealsAreReadStrictly() throws Exception {
    for (long epoch : new long[] {0, (1L << 32) - 1}) {
      assertStrict(new Seal(epoch, bytes(32), bytes(32)), Seal::decode);
    }
    Bytes beyond = new Seal(1L << 32, bytes(32), bytes(32)).encode();
    assertThrows(RecordException.class, () -> Seal.decode(beyond));
  }
}
