package org.pando.gossip.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.pando.gossip.Decoding.assertRefused;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;

class UvarintTest {
  /** multiformats' unsigned-varint examples, and the edges of each length. */
  @ParameterizedTest
  @CsvSource({
    "0,00",
    "1,01",
    "127,7f",
    "128,8001",
    "255,ff01",
    "300,ac02",
    "16383,ff7f",
    "16384,808001",
    "2097151,ffff7f",
    "2097152,80808001",
    "4294967295,ffffffff0f",
    "9223372036854775807,ffffffffffffffff7f",
  })
  void vectors(long value, String hex) throws GossipException {
    byte[] bytes = HexFormat.of().parseHex(hex);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Uvarint.write(out, value);
    assertArrayEquals(bytes, out.toByteArray());
    assertEquals(bytes.length, Uvarint.length(value));
    assertEquals(value, Uvarint.read(bytes, 0, bytes.length, 9));
    assertEquals(value, Uvarint.read(bytes, 0, bytes.length, bytes.length));
    for (int there = 0; there < bytes.length; there++) {
      assertEquals(Uvarint.INCOMPLETE, Uvarint.read(bytes, 0, there, 9));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"8000", "8100", "ff8000", "ffffffffffffffffff01", "80808080808080808001"})
  void longerFormsThanNeededOrAllowedAreRefused(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertRefused(Kind.MALFORMED, () -> Uvarint.read(bytes, 0, bytes.length, 10));
  }

  @Test
  void aNumberLongerThanTheCallerTakesIsRefusedBeforeItsEnd() throws GossipException {
    byte[] bytes = HexFormat.of().parseHex("808001");
    assertEquals(Uvarint.INCOMPLETE, Uvarint.read(bytes, 0, 1, 2));
    assertRefused(Kind.MALFORMED, () -> Uvarint.read(bytes, 0, 2, 2));
    assertRefused(Kind.MALFORMED, () -> Uvarint.read(bytes, 0, 3, 2));
    assertEquals(16_384, Uvarint.read(bytes, 0, 3, 3));
  }

  @Test
  void negativeNumbersAreNotWritten() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThrows(IllegalArgumentException.class, () -> Uvarint.write(out, -1));
  }

  @Test
  void randomNumbersComeBackFromAnyPlace() throws GossipException {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      long value = random.nextLong() >>> (1 + random.nextInt(63));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(0x80);
      Uvarint.write(out, value);
      out.write(0x80);
      byte[] bytes = out.toByteArray();
      assertEquals(value, Uvarint.read(bytes, 1, bytes.length, 9));
      assertEquals(bytes.length - 2, Uvarint.length(value));
    }
  }
}
