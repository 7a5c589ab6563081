package org.pando.resolver.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.zone.Rr;
import org.pando.resolver.answer.ZoneLookup.Found;
import org.xbill.DNS.Type;

class ZoneLookupTest {
  private static final List<Rr> ZONE =
      List.of(
          rr("", Type.A),
          rr("", Type.MX),
          rr("www", Type.CNAME),
          rr("a.b.deep", Type.A),
          rr("*.wild", Type.TXT),
          rr("held.wild", Type.A),
          rr("cut", Type.NS),
          rr("cut", Type.DS),
          rr("ns.cut", Type.A),
          rr("moved", Type.DNAME),
          rr("moved", Type.A));

  private static Bytes owner(String labels) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String label : labels.isEmpty() ? new String[0] : labels.split("\\.", -1)) {
      out.write(label.length());
      out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    out.write(0);
    return Bytes.of(out.toByteArray());
  }

  private static Rr rr(String owner, int type) {
    return new Rr(owner(owner), type, 60, Bytes.EMPTY);
  }

  private static Found find(String owner, int type) {
    return ZoneLookup.find(ZONE, owner(owner), type);
  }

  @Test
  void recordsAtTheirOwner() {
    assertEquals(new Found.Records(List.of(ZONE.get(0))), find("", Type.A));
    assertEquals(new Found.Records(List.of(ZONE.get(3))), find("a.b.deep", Type.A));
  }

  @Test
  void anAliasAnswersEveryTypeButItsOwn() {
    assertEquals(new Found.Alias(ZONE.get(2)), find("www", Type.AAAA));
    assertEquals(new Found.Records(List.of(ZONE.get(2))), find("www", Type.CNAME));
  }

  @Test
  void namesBetweenOwnersExistWithoutData() {
    assertInstanceOf(Found.NoData.class, find("", Type.AAAA));
    assertInstanceOf(Found.NoData.class, find("deep", Type.A));
    assertInstanceOf(Found.NoData.class, find("b.deep", Type.A));
    assertInstanceOf(Found.NoName.class, find("c.deep", Type.A));
    assertInstanceOf(Found.NoName.class, find("eep", Type.A));
  }

  @Test
  void anEmptyZoneStillHasItsApex() {
    assertInstanceOf(Found.NoData.class, ZoneLookup.find(List.of(), owner(""), Type.A));
    assertInstanceOf(Found.NoName.class, ZoneLookup.find(List.of(), owner("x"), Type.A));
  }

  /** RFC 4592 section 2.2: existing names and their descendants are not covered. */
  @Test
  void aWildcardCoversWhatDoesNotExist() {
    assertEquals(new Found.Records(List.of(ZONE.get(4))), find("x.wild", Type.TXT));
    assertEquals(new Found.Records(List.of(ZONE.get(4))), find("x.y.wild", Type.TXT));
    assertInstanceOf(Found.NoData.class, find("x.wild", Type.A));
    assertInstanceOf(Found.NoData.class, find("held.wild", Type.TXT));
    assertInstanceOf(Found.NoName.class, find("x.held.wild", Type.TXT));
  }

  @Test
  void aCutDelegatesItselfAndEverythingBelow() {
    assertInstanceOf(Found.Delegated.class, find("cut", Type.A));
    assertInstanceOf(Found.Delegated.class, find("ns.cut", Type.A));
    assertInstanceOf(Found.Delegated.class, find("x.cut", Type.DS));
    assertEquals(new Found.Records(List.of(ZONE.get(7))), find("cut", Type.DS));
  }

  @Test
  void aDnameRedirectsWhatIsBelowItButNotItself() {
    Rr dname = ZONE.get(9);
    assertEquals(new Found.Redirected(dname), find("x.moved", Type.A));
    assertEquals(new Found.Redirected(dname), find("y.x.moved", Type.DNAME));
    assertEquals(new Found.Records(List.of(ZONE.get(10))), find("moved", Type.A));
    assertEquals(new Found.Records(List.of(dname)), find("moved", Type.DNAME));
    assertInstanceOf(Found.NoName.class, find("removed", Type.A));
  }
}
