package org.pando.gossip.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.gossip.Decoding.assertRefused;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;

class ProtobufTest {
  @Test
  void everyKindOfFieldComesBack() throws GossipException {
    byte[] message =
        new ProtobufWriter()
            .varint(1, -1)
            .bytes(2, new byte[] {7, 8})
            .text(300, "né")
            .message(4, new ProtobufWriter().varint(1, 300).bytes(9, new byte[0]))
            .toByteArray();
    assertEquals("08ffffffffffffffffff0112020708e212036ec3a9220508ac024a00", hex(message));
    ProtobufReader in = new ProtobufReader("m", message, message.length);
    assertTrue(in.next());
    assertEquals(-1, in.varint());
    assertTrue(in.next());
    assertArrayEquals(new byte[] {7, 8}, in.bytes(2));
    assertTrue(in.next());
    assertEquals(300, in.field());
    assertEquals("né", in.text(3));
    assertTrue(in.next());
    ProtobufReader inner = in.message("inner", 5);
    assertFalse(in.next());
    assertTrue(inner.next());
    assertEquals(300, inner.varint());
    assertTrue(inner.next());
    assertEquals(0, inner.bytes(0).length);
    assertFalse(inner.next());
  }

  @Test
  void messagesNestAtTheirPlaces() throws GossipException {
    ProtobufWriter deepest = new ProtobufWriter().varint(1, 5);
    byte[] message =
        new ProtobufWriter()
            .varint(7, 1)
            .message(2, new ProtobufWriter().varint(7, 2).message(3, deepest))
            .toByteArray();
    ProtobufReader outer = new ProtobufReader("outer", message, 100);
    skipTo(outer, 2);
    ProtobufReader middle = outer.message("middle", 100);
    skipTo(middle, 3);
    ProtobufReader inner = middle.message("inner", 100);
    skipTo(inner, 1);
    assertEquals(5, inner.varint());
    assertFalse(middle.next());
  }

  private static void skipTo(ProtobufReader in, int field) throws GossipException {
    assertTrue(in.next());
    while (in.field() != field) {
      in.skip();
      assertTrue(in.next());
    }
  }

  /** Each limit is refused from the length alone: the bytes are not there. */
  @Test
  void limitsAreCheckedBeforeTheValueIsLookedAt() {
    byte[] announced = HexFormat.of().parseHex("0a808080800408");
    assertRefused(Kind.LIMIT, () -> first(announced).bytes(1 << 20));
    assertRefused(Kind.LIMIT, () -> first(announced).text(1 << 20));
    assertRefused(Kind.LIMIT, () -> first(announced).message("inner", 1 << 20));
    assertRefused(Kind.LIMIT, () -> new ProtobufReader("m", new byte[11], 10));
  }

  @Test
  void aLengthBeyondTheMessageIsMalformedAndTakesNoMemory() {
    byte[] announced = HexFormat.of().parseHex("0affffffff07");
    assertRefused(Kind.MALFORMED, () -> first(announced).bytes(Integer.MAX_VALUE));
    assertRefused(Kind.MALFORMED, () -> first(announced).text(Integer.MAX_VALUE));
    assertRefused(Kind.MALFORMED, () -> first(announced).message("inner", Integer.MAX_VALUE));
    assertRefused(Kind.MALFORMED, () -> first(announced).skip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0affffffff0f", // a length of -1
        "0a02", // ends early
        "0a", // no length
        "0b0c", // a group
        "0c", // the end of a group
        "0900", // a fixed64 that ends early
        "0f", // wire type 7
      })
  void brokenValuesAreMalformed(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertRefused(Kind.MALFORMED, () -> first(bytes).bytes(100));
    assertRefused(Kind.MALFORMED, () -> first(bytes).skip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "80", "ffffffffffffffffffff01"})
  void brokenTagsAreMalformed(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertRefused(Kind.MALFORMED, () -> first(bytes));
  }

  @Test
  void theWireTypeMustBeTheExpectedOne() {
    assertRefused(Kind.MALFORMED, () -> first(HexFormat.of().parseHex("0a00")).varint());
    assertRefused(Kind.MALFORMED, () -> first(HexFormat.of().parseHex("0800")).bytes(1));
    assertRefused(Kind.MALFORMED, () -> first(HexFormat.of().parseHex("0800")).message("m", 1));
  }

  @Test
  void textMustBeUtf8() {
    assertRefused(Kind.MALFORMED, () -> first(HexFormat.of().parseHex("0a01ff")).text(10));
    assertRefused(Kind.MALFORMED, () -> first(HexFormat.of().parseHex("0a03eda080")).text(10));
  }

  @Test
  void repeatedFieldsAreCounted() throws GossipException {
    ProtobufReader in = first(HexFormat.of().parseHex("0a00"));
    in.checkCount(2, 3);
    assertRefused(Kind.LIMIT, () -> in.checkCount(3, 3));
  }

  @Test
  void unknownFieldsOfEveryWireTypeAreSkipped() throws GossipException {
    ProtobufReader in =
        new ProtobufReader(
            "m",
            HexFormat.of().parseHex("3001" + "390102030405060708" + "3a0101" + "3d01020304"),
            99);
    int count = 0;
    while (in.next()) {
      in.skip();
      count++;
    }
    assertEquals(4, count);
  }

  @Test
  void randomBytesAreReadOrRefused() {
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      try {
        ProtobufReader in = new ProtobufReader("m", bytes, 40);
        while (in.next()) {
          switch (random.nextInt(4)) {
            case 0 -> in.skip();
            case 1 -> in.varint();
            case 2 -> in = in.message("inner", 40);
            default -> in.bytes(40);
          }
        }
      } catch (GossipException e) {
        assertTrue(e.kind() == Kind.MALFORMED || e.kind() == Kind.LIMIT, e::toString);
      }
    }
  }

  private static ProtobufReader first(byte[] message) throws GossipException {
    ProtobufReader in = new ProtobufReader("a message", message, 100);
    assertTrue(in.next());
    return in;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
