package org.pando.registry.zone;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.registry.zone.Names.a;
import static org.pando.registry.zone.Names.named;
import static org.pando.registry.zone.Names.rr;
import static org.pando.registry.zone.Names.wire;
import static org.pando.registry.zone.RecordType.AAAA;
import static org.pando.registry.zone.RecordType.CNAME;
import static org.pando.registry.zone.RecordType.DNAME;
import static org.pando.registry.zone.RecordType.DS;
import static org.pando.registry.zone.RecordType.NS;
import static org.pando.registry.zone.RecordType.TXT;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.registry.Bytes;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

final class ZoneBodyTest {
  private static void assertRefused(String message, Rr... rrs) {
    InvalidException e =
        assertThrows(InvalidException.class, () -> ZoneBody.of(List.of(rrs)), message);
    assertEquals(message, e.getMessage());
    InvalidException parsed =
        assertThrows(InvalidException.class, () -> ZoneBody.parse(unchecked(rrs)), message);
    assertEquals(e.rule(), parsed.rule());
  }

  /** The bytes of records in the order of the rules, whatever they are. */
  private static Bytes unchecked(Rr... rrs) {
    StringBuilder hex = new StringBuilder();
    Stream.of(rrs).sorted(ZoneRules.ORDER).forEach(rr -> hex.append(hex(rr)));
    return Bytes.fromHex(hex.toString());
  }

  private static String hex(Rr rr) {
    return rr.owner()
        + "%04x%08x%04x".formatted(rr.type(), rr.ttl(), rr.rdata().length())
        + rr.rdata();
  }

  private static void assertAccepted(Rr... rrs) {
    ZoneBody body = assertDoesNotThrow(() -> ZoneBody.of(List.of(rrs)));
    assertEquals(body, assertDoesNotThrow(() -> ZoneBody.parse(body.encode())));
    assertEquals(body, ZoneBody.decode(body.encode()));
    assertEquals(rrs.length, body.rrs().size());
  }

  @Test
  @Tag("case-23")
  void recordsAreSortedByOwnerFromTheApexThenTypeThenRdata() throws Exception {
    List<Rr> sorted =
        List.of(
            a("@", 1),
            a("@", 2),
            rr("@", TXT, "0161"),
            a("a", 1),
            a("a.a", 1),
            a("z.a.a", 1),
            a("aa", 1),
            a("*.b", 1),
            a("a.b", 1),
            a("b_", 1));
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      List<Rr> shuffled = new ArrayList<>(sorted);
      Collections.shuffle(shuffled, random);
      assertEquals(sorted, ZoneBody.of(shuffled).rrs());
    }
    List<Rr> swapped = new ArrayList<>(sorted);
    for (int i = 1; i < sorted.size(); i++) {
      Collections.swap(swapped, i - 1, i);
      StringBuilder hex = new StringBuilder();
      swapped.forEach(rr -> hex.append(hex(rr)));
      assertThrows(InvalidException.class, () -> ZoneBody.parse(Bytes.fromHex(hex.toString())));
      Collections.swap(swapped, i - 1, i);
    }
  }

  @Test
  void anEmptyBodyIsOne() {
    assertAccepted();
    assertEquals(Bytes.EMPTY, assertDoesNotThrow(() -> ZoneBody.of(List.of())).encode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100", // label runs into the end
        "017700" + "00", // something after the name
        "0177", // no end
        "", // no name
        "015700", // W
        "03612e6200", // a.b
        "03615c6200", // a\b
        "03610062" + "00",
        "01" + "20" + "00",
        "01" + "7f" + "00",
        "02e4e400",
        "03" + "612a62" + "00", // a*b
        "0161" + "012a" + "00", // a.*
        "c000" + "00"
      })
  @Tag("case-23")
  void ownersThatAreNone(String owner) {
    InvalidException e =
        assertThrows(
            InvalidException.class,
            () ->
                ZoneBody.of(
                    List.of(new Rr(Bytes.fromHex(owner), 1, 60, Bytes.fromHex("c0000201")))));
    assertEquals(Rule.V15, e.rule());
  }

  @Test
  @Tag("case-23")
  void labelsOf63AndNamesOf255OctetsAreTheLongest() throws Exception {
    String longest = "a".repeat(63);
    assertAccepted(a(longest, 1), a("*." + longest, 1), a("_x.!~", 1));
    assertThrows(
        InvalidException.class,
        () ->
            ZoneBody.of(
                List.of(
                    new Rr(
                        Bytes.fromHex("40" + "61".repeat(64) + "00"),
                        1,
                        60,
                        Bytes.fromHex("c0000201")))));
    ZoneBody body = ZoneBody.of(List.of(a(String.join(".", longest, longest, longest), 1)));
    assertDoesNotThrow(() -> body.checkOwnersBelow(63));
    InvalidException e = assertThrows(InvalidException.class, () -> body.checkOwnersBelow(64));
    assertEquals(
        String.join(".", longest, longest, longest)
            + ": the full name has 256 octets, a name has at most 255; shorten it (V15)",
        e.getMessage());
  }

  @Test
  void ttls() {
    for (int ttl : new int[] {30, 86400}) {
      assertAccepted(new Rr(Rr.APEX, 1, ttl, Bytes.fromHex("c0000201")));
    }
    for (int ttl : new int[] {0, 29, 86401, -1, Integer.MIN_VALUE}) {
      assertRefused(
          "@ A: TTL " + Integer.toUnsignedString(ttl) + ", it is 30 to 86400 seconds (V15)",
          new Rr(Rr.APEX, 1, ttl, Bytes.fromHex("c0000201")));
    }
    assertRefused(
        "www A: two TTLs; records of one owner and type share one (V15)",
        a("www", 1),
        new Rr(wire("www"), 1, 60, Bytes.fromHex("c0000202")));
  }

  @Test
  void counts() {
    assertAccepted(IntStream.range(0, 16).mapToObj(i -> a("@", i)).toArray(Rr[]::new));
    assertRefused(
        "@ A: more than 16 records of one owner and type (V15)",
        IntStream.range(0, 17).mapToObj(i -> a("@", i)).toArray(Rr[]::new));
    assertAccepted(IntStream.range(0, 64).mapToObj(i -> a("h" + i, i)).toArray(Rr[]::new));
    assertRefused(
        "zone body: 65 records, a name has at most 64 (V15)",
        IntStream.range(0, 65).mapToObj(i -> a("h" + i, i)).toArray(Rr[]::new));
    assertRefused("@ A: the same record twice (V15)", a("@", 1), a("@", 1));
    assertRefused(
        "zone body: 2064 bytes, a name has room for 2048 (V1)",
        IntStream.range(0, 4)
            .mapToObj(i -> new Rr(wire("h" + i), 65279, 60, Bytes.of(new byte[504])))
            .toArray(Rr[]::new));
  }

  @Test
  void cname() {
    assertAccepted(named("www", CNAME, "blog.home.alt"), a("@", 1), a("a.www", 1));
    String nothingElse =
        "www: a CNAME owner has nothing else; remove it or the other records (V17)";
    assertRefused(nothingElse, named("www", CNAME, "a"), a("www", 1));
    assertRefused(nothingElse, named("www", CNAME, "a"), rr("www", TXT, "00"));
    assertRefused(nothingElse, named("www", CNAME, "a"), named("www", CNAME, "b"));
    assertRefused(
        "@: a name itself cannot be a CNAME; put it on a name below, such as www (V17)",
        named("@", CNAME, "a"));
  }

  @Test
  void dname() {
    assertAccepted(named("@", DNAME, "a"), a("@", 1));
    assertAccepted(named("x", DNAME, "a"), a("x", 1), a("ax", 1), a("y", 1));
    assertRefused(
        "x: an owner has at most one DNAME (V17)", named("x", DNAME, "a"), named("x", DNAME, "b"));
    assertRefused(
        "b.a.x: nothing can stand below the DNAME of x (V17)",
        named("x", DNAME, "a"),
        a("b.a.x", 1));
    assertRefused(
        "x: nothing can stand below the DNAME of @ (V17)", named("@", DNAME, "a"), a("x", 1));
  }

  @Test
  void cuts() {
    assertAccepted(
        named("sub", NS, "ns.sub.blog.home.alt"),
        named("sub", NS, "ns2"),
        rr("sub", DS, "00010802aa"),
        a("ns.sub", 1),
        rr("ns.sub", AAAA, "00".repeat(16)),
        a("@", 1));
    assertAccepted(named("@", NS, "ns.example"), a("www", 1));
    assertRefused(
        "sub: an owner with NS records has only NS and DS (V17)",
        named("sub", NS, "ns"),
        a("sub", 1));
    assertRefused(
        "sub: an owner with NS records has only NS and DS (V17)",
        named("sub", NS, "ns"),
        named("sub", DNAME, "x"));
    for (Rr below :
        List.of(
            rr("a.sub", TXT, "00"),
            named("a.sub", NS, "ns"),
            named("a.sub", CNAME, "x"),
            rr("b.a.sub", TXT, "00"))) {
      InvalidException e =
          assertThrows(
              InvalidException.class, () -> ZoneBody.of(List.of(named("sub", NS, "ns"), below)));
      assertEquals(
          OwnerName.text(below.owner())
              + ": below the NS records of sub only A and AAAA can stand (V17)",
          e.getMessage());
    }
    assertRefused("sub DS: a DS stands beside NS records only (V16)", rr("sub", DS, "00010802aa"));
  }

  @Test
  @Tag("case-23")
  void everyTruncationAndEveryChangedBitIsRefusedOrCanonical() throws Exception {
    byte[] body =
        ZoneBody.of(
                List.of(
                    a("@", 1),
                    named("www", CNAME, "blog.home.alt"),
                    rr("_x", TXT, "0161"),
                    named("sub", NS, "ns"),
                    a("ns.sub", 2)))
            .encode()
            .toArray();
    int accepted = 0;
    for (int length = 0; length < body.length; length++) {
      accepted += canonicalOrRefused(Bytes.of(body, 0, length));
    }
    for (int i = 0; i < body.length; i++) {
      for (int value = 0; value < 256; value++) {
        byte[] changed = body.clone();
        changed[i] = (byte) value;
        accepted += canonicalOrRefused(Bytes.of(changed));
      }
    }
    assertTrue(accepted > body.length, "no change was harmless, such as of an address");
  }

  private static int canonicalOrRefused(Bytes bytes) {
    try {
      assertEquals(bytes, ZoneBody.parse(bytes).encode());
      return 1;
    } catch (InvalidException e) {
      return 0;
    }
  }

  @Test
  void trustedBytesThatAreNoRecordsAreAMistake() {
    assertThrows(IllegalArgumentException.class, () -> ZoneBody.decode(Bytes.fromHex("0000")));
  }
}
