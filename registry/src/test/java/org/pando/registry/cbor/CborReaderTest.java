package org.pando.registry.cbor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.registry.Bytes;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.RecordException;
import org.pando.registry.rule.Rule;
import org.pando.registry.rule.UnknownException;

final class CborReaderTest {
  private static final int LIMIT = 64;

  /** A decoded value with its encoding. */
  private record Value<T>(T value, Bytes encode) implements Encoded {}

  @FunctionalInterface
  private interface Field<T> {
    T read(CborReader in) throws RecordException;
  }

  private static <T> T read(String hex, Field<T> field) throws RecordException {
    Bytes bytes = Bytes.fromHex(hex);
    return CborReader.decode(bytes, "test", LIMIT, in -> new Value<>(field.read(in), bytes))
        .value();
  }

  private static long uint(String hex) throws RecordException {
    return read(hex, in -> in.uint(0, CborReader.MAX_UINT));
  }

  private static InvalidException refused(String hex, Field<?> field) {
    return assertThrows(InvalidException.class, () -> read(hex, field), hex);
  }

  @ParameterizedTest
  @CsvSource({
    "00, 0",
    "17, 23",
    "1818, 24",
    "18ff, 255",
    "190100, 256",
    "19ffff, 65535",
    "1a00010000, 65536",
    "1affffffff, 4294967295",
    "1b0000000100000000, 4294967296",
    "1b001fffffffffffff, 9007199254740991"
  })
  void integersRoundTrip(String hex, long value) throws Exception {
    assertEquals(value, uint(hex));
    assertEquals(hex, new CborWriter().uint(value).encode().toHex());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1817",
        "1900ff",
        "1a0000ffff",
        "1b00000000ffffffff", // longer than needed
        "1b0020000000000000",
        "1bffffffffffffffff", // above 2^53-1
        "1c",
        "1d",
        "1e",
        "1f",
        "20",
        "f4",
        "f6",
        "f90000",
        "c000", // not in the profile
        "",
        "18",
        "19ff",
        "1b00000001" // too short
      })
  @Tag("case-22")
  void otherIntegersAreRefused(String hex) {
    assertEquals(Rule.V1, refused(hex, in -> in.uint(0, CborReader.MAX_UINT)).rule());
  }

  @Test
  @Tag("case-22")
  @Tag("I12")
  void lengthsAreComparedBeforeAnythingIsAllocated() {
    assertEquals(Rule.V1, refused("5b001fffffffffffff", in -> in.bytes(0, 9999)).rule());
    assertEquals(Rule.V1, refused("5a7fffffff00", in -> in.bytes(0, Integer.MAX_VALUE)).rule());
    assertEquals(Rule.V2, refused("43010203", in -> in.bytes(0, 2)).rule());
    assertEquals(Rule.V2, refused("43010203", in -> in.bytes(4, 8)).rule());
    assertEquals(Rule.V2, refused("9b001fffffffffffff", in -> in.array(0, 10)).rule());
    assertEquals(Rule.V1, refused("bb001fffffffffffff", in -> in.map()).rule());
  }

  @Test
  @Tag("case-22")
  void onlyDefiniteLengthsOfTheExpectedType() {
    for (String hex : new String[] {"5f4101ff", "7f6161ff", "9f00ff", "bf0001ff"}) {
      assertEquals(Rule.V1, refused(hex, in -> in.bytes(0, 9)).rule());
      assertEquals(Rule.V1, refused(hex, in -> in.text(9)).rule());
      assertEquals(Rule.V1, refused(hex, in -> in.array(0, 9)).rule());
      assertEquals(Rule.V1, refused(hex, CborReader::map).rule());
    }
    assertEquals(Rule.V1, refused("6161", in -> in.bytes(0, 9)).rule());
    assertEquals(
        "test: an indefinite length (V1)", refused("5f4101ff", in -> in.bytes(0, 9)).getMessage());
    assertEquals("test: a reserved head (V1)", refused("5c", in -> in.bytes(0, 9)).getMessage());
  }

  @Test
  void textIsAscii() throws Exception {
    assertEquals("a-1", read("63612d31", in -> in.text(3)));
    assertEquals(Rule.V1, refused("62c3a4", in -> in.text(3)).rule());
    assertThrows(IllegalArgumentException.class, () -> new CborWriter().text("ä"));
  }

  @Test
  @Tag("case-22")
  void trailingBytesAndOversizeAreRefused() {
    assertEquals(Rule.V1, refused("0000", in -> in.uint(0, 9)).rule());
    assertEquals(Rule.V1, refused("00".repeat(LIMIT + 1), in -> in.uint(0, 9)).rule());
  }

  @Test
  @Tag("I6")
  void whatDoesNotEncodeToItselfIsRefused() {
    Encoded other = () -> Bytes.fromHex("01");
    InvalidException e =
        assertThrows(
            InvalidException.class,
            () ->
                CborReader.decode(
                    Bytes.fromHex("00"),
                    "test",
                    LIMIT,
                    in -> {
                      in.uint(0, 0);
                      return other;
                    }));
    assertEquals("test: not in its canonical encoding (V1)", e.getMessage());
  }

  /** Nothing reads deeper than its table: a nest of arrays fails at the first level too many. */
  @Test
  @Tag("case-22")
  void deepNestingIsRefused() {
    assertEquals(
        Rule.V1,
        refused(
                "81".repeat(60) + "00",
                in -> {
                  in.array(1, 1);
                  return in.uint(0, 9);
                })
            .rule());
  }

  private static Long twoKeys(CborReader in) throws RecordException {
    MapReader map = in.map();
    long sum = map.uint(0, 0, 9) + (map.has(1) ? map.uint(1, 0, 9) : 0);
    map.end();
    return sum;
  }

  @Test
  @Tag("case-22")
  void mapsHaveExactlyTheirKeys() throws Exception {
    assertEquals(3, read("a200010102", CborReaderTest::twoKeys));
    assertEquals(1, read("a10001", CborReaderTest::twoKeys));
    assertMessage("a10101", "test, key 0: missing, key 1 is in its place (V2)");
    assertMessage("a0", "test, key 0: missing (V2)");
    assertMessage("a200010201", "test, key 2: no such key here (V2)");
    assertMessage("a200010001", "test, key 0: key 0 after key 0, keys ascend (V1)");
    assertMessage("a300010102000a", "test, key 1: key 0 after key 1, keys ascend (V1)");
    assertMessage("a20001180102", "test, key 0: the integer 1 in 1 bytes, fewer hold it (V1)");
    assertMessage("a1000a", "test, key 0: 10 is not within 0 to 9 (V2)");
  }

  private static void assertMessage(String hex, String message) {
    assertEquals(message, refused(hex, CborReaderTest::twoKeys).getMessage());
  }

  @Test
  @Tag("I15")
  void aHigherVersionIsUnknownWhateverFollows() throws Exception {
    Field<Integer> version =
        in -> {
          in.map().version();
          return 1;
        };
    assertEquals(1, read("a10001", version));
    UnknownException e = assertThrows(UnknownException.class, () -> read("a200021fff", version));
    assertTrue(e.getMessage().contains("version 2"), e.getMessage());
    assertEquals(Rule.V2, refused("a10000", version).rule());
  }

  @Test
  void theWriterKeepsToTheProfile() {
    assertThrows(IllegalArgumentException.class, () -> new CborWriter().uint(-1));
    assertThrows(
        IllegalArgumentException.class, () -> new CborWriter().uint(CborReader.MAX_UINT + 1));
    assertThrows(
        IllegalArgumentException.class, () -> new MapWriter().uint(1, 0).uint(1, 0).encode());
    assertEquals(
        "a2000105420102",
        new MapWriter().uint(0, 1).bytes(3, null).bytes(5, Bytes.fromHex("0102")).encode().toHex());
  }
}
