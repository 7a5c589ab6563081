package org.pando.registry.zone;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.registry.Bytes;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

/** V16: one row of good and bad rdata for every row of the table of record types. */
final class RecordTypeTest {
  private record Row(List<String> good, List<String> bad) {}

  private static final String NAME = "0161026e6c00"; // a.nl.
  private static final String COMPRESSED = "0161c000";
  private static final String UPPER = "0141026e6c00";

  private static final Map<RecordType, Row> ROWS = new EnumMap<>(RecordType.class);

  private static void row(RecordType type, List<String> good, List<String> bad) {
    ROWS.put(type, new Row(good, bad));
  }

  static {
    List<String> badNames =
        List.of("", "0161", COMPRESSED, UPPER, NAME + "00", "40" + "61".repeat(64) + "00");
    List<String> goodNames = List.of(NAME, "00", "01e400", "3f" + "61".repeat(63) + "00");
    row(RecordType.A, List.of("c0000201"), List.of("", "c00002", "c000020100"));
    row(RecordType.AAAA, List.of("00".repeat(16)), List.of("00".repeat(15), "00".repeat(17)));
    row(RecordType.NS, goodNames, badNames);
    row(RecordType.CNAME, goodNames, badNames);
    row(RecordType.PTR, goodNames, badNames);
    row(RecordType.DNAME, goodNames, badNames);
    row(
        RecordType.MX,
        List.of("000a" + NAME, "000000"),
        List.of("000a", "0a" + NAME, "000a" + COMPRESSED, "000a" + UPPER, "000a" + NAME + "00"));
    row(
        RecordType.TXT,
        List.of("00", "0161", "0161026263", "ff" + "61".repeat(255)),
        List.of("", "02", "0261", "016102"));
    row(
        RecordType.SRV,
        List.of("0000000101bb" + NAME, "00000000000000"),
        List.of("0000000101bb", "0000000101" + NAME, "0000000101bb" + UPPER));
    row(
        RecordType.CAA,
        List.of("0005697373756500", "800161", "00056973737565" + "6361", "000341424300"),
        List.of("", "00", "0000", "000561", "000161".replace("61", "2d"), "00012061"));
    row(RecordType.TLSA, List.of("030101aa"), List.of("030101", "0301", ""));
    row(RecordType.SSHFP, List.of("0402aa"), List.of("0402", "04", ""));
    row(RecordType.DS, List.of("000108" + "02aa"), List.of("00010802", "000108", ""));
    row(RecordType.URI, List.of("000a000168"), List.of("000a0001", "000a00", ""));
    row(
        RecordType.NAPTR,
        List.of("000a0001" + "0175" + "0153" + "00" + NAME, "000a0001" + "000000" + "00"),
        List.of("000a0001" + "0175" + "0153" + "00", "000a0001" + "0175" + "0153" + "00" + UPPER));
    row(
        RecordType.LOC,
        List.of(
            "00121613" + "80000000" + "80000000" + "00989680",
            "00999999" + "934fd900" + "a69fb200" + "00000000",
            "00000000" + "6cb02700" + "59604e00" + "ffffffff"),
        List.of(
            "01121613" + "80000000" + "80000000" + "00989680",
            "00a21613" + "80000000" + "80000000" + "00989680",
            "001a1613" + "80000000" + "80000000" + "00989680",
            "00121613" + "934fd901" + "80000000" + "00989680",
            "00121613" + "6cb026ff" + "80000000" + "00989680",
            "00121613" + "80000000" + "a69fb201" + "00989680",
            "00121613" + "80000000" + "80000000" + "009896",
            "00121613" + "80000000" + "80000000" + "0098968000"));
    Row svcb =
        new Row(
            List.of(
                "0000" + NAME,
                "000100",
                "000100" + "0001" + "0003" + "026832", // alpn=h2
                "000100" + "0001" + "0003" + "026832" + "0002" + "0000", // no-default-alpn
                "000100" + "0003" + "0002" + "01bb",
                "000100" + "0004" + "0008" + "c0000201c0000202",
                "000100" + "0005" + "0001" + "00",
                "000100" + "0006" + "0010" + "00".repeat(16),
                "000100" + "0000" + "0002" + "0003" + "0003" + "0002" + "01bb",
                "000100" + "fde8" + "0000"),
            List.of(
                "",
                "0001",
                "0001" + UPPER,
                "0001" + COMPRESSED,
                "000100" + "0003" + "0002" + "01", // ends within a value
                "000100" + "0003" + "0002", // ends before a value
                "000100" + "0003" + "0002" + "01bb" + "0003" + "0002" + "01bb", // repeated
                "000100" + "0004" + "0004" + "c0000201" + "0003" + "0002" + "01bb", // descending
                "000100" + "0001" + "0000", // alpn without an id
                "000100" + "0001" + "0001" + "00", // alpn with an empty id
                "000100" + "0001" + "0003" + "036832", // id longer than its list
                "000100" + "0002" + "0001" + "00",
                "000100" + "0003" + "0001" + "bb",
                "000100" + "0004" + "0000",
                "000100" + "0004" + "0005" + "c000020101",
                "000100" + "0005" + "0000",
                "000100" + "0006" + "0004" + "c0000201",
                "000100" + "0000" + "0002" + "0003", // mandatory, not present
                "000100" + "0000" + "0002" + "0000", // names itself
                "000100" + "0000" + "0004" + "00030003" + "0003" + "0002" + "01bb"));
    ROWS.put(RecordType.SVCB, svcb);
    ROWS.put(RecordType.HTTPS, svcb);
  }

  @ParameterizedTest
  @EnumSource(RecordType.class)
  @Tag("case-23")
  void everyTypeParsesExactly(RecordType type) {
    Row row = ROWS.get(type);
    assertNotNull(row, type + " has no row of good and bad rdata here");
    assertFalse(row.good().isEmpty() || row.bad().isEmpty());
    for (String rdata : row.good()) {
      assertDoesNotThrow(() -> RecordType.check(rr(type.code(), rdata)), rdata);
    }
    for (String rdata : row.bad()) {
      assertRefused(type.code(), rdata);
    }
  }

  private static Rr rr(int type, String rdata) {
    return new Rr(Names.wire("www"), type, 3600, Bytes.fromHex(rdata));
  }

  private static void assertRefused(int type, String rdata) {
    InvalidException e =
        assertThrows(
            InvalidException.class,
            () -> RecordType.check(rr(type, rdata)),
            () -> RecordType.text(type) + " " + rdata);
    assertEquals(Rule.V16, e.rule());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 6, 41, 46, 47, 48, 50, 51, 128, 249, 250, 251, 252, 255, 65280, 65535, -1, 65536})
  void typesThatCannotBePublished(int type) {
    assertRefused(type, "00");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 13, 37, 49, 59, 60, 61, 63, 99, 108, 127, 258, 32768, 65279})
  void otherTypesAreOpaque(int type) {
    assertNull(RecordType.of(type));
    assertDoesNotThrow(() -> RecordType.check(rr(type, "")));
    assertDoesNotThrow(() -> RecordType.check(rr(type, "c0".repeat(512))));
    assertRefused(type, "c0".repeat(513));
  }

  /** 255 octets are a name, 256 are not. */
  @Test
  @Tag("case-23")
  void theLengthOfANameInRdata() {
    String label = "3f" + "61".repeat(63);
    String name = label.repeat(3) + "3d" + "61".repeat(61) + "00";
    assertDoesNotThrow(() -> RecordType.check(rr(5, name)));
    assertRefused(5, label.repeat(3) + "3e" + "61".repeat(62) + "00");
  }

  @Test
  void messagesSayWhoseRecordIsWrong() {
    InvalidException e =
        assertThrows(InvalidException.class, () -> RecordType.check(rr(1, "c00002")));
    assertEquals("www A: ends too early (V16)", e.getMessage());
    assertEquals("TYPE65400", RecordType.text(65400));
    InvalidException soa =
        assertThrows(InvalidException.class, () -> RecordType.check(rr(6, "00")));
    assertEquals(
        "www TYPE6: this type cannot be published, leave the record out; an SOA is made by itself"
            + " (V16)",
        soa.getMessage());
  }
}
