package org.pando.registry.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.xbill.DNS.Name;

class ZoneFileTest {
  private static final Name BLOG = Name.fromConstantString("blog.home.alt.");

  private static final String ZONE =
      """
      ; a blog, für alle
      $TTL 2h
      @       IN  A      192.0.2.10   ; the machine
                  AAAA   2001:db8::10
              60  TXT    ( "one;"     ; (1
                           "two" )
      AAAA 2001:db8::11

      www         CNAME  @
      $ORIGIN lab
      x           A      192.0.2.11
                  TXT    y
      10          PTR    x
      $ORIGIN home.alt.
      blog        CAA    0 issue ";"
      """;

  private static final List<String> RECORDS =
      List.of(
          "@ 7200 A 192.0.2.10",
          "@ 7200 AAAA 2001:db8::10",
          "@ 60 TXT \"one;\" \"two\"",
          "@ 7200 AAAA 2001:db8::11",
          "www 7200 CNAME blog.home.alt.",
          "x.lab 7200 A 192.0.2.11",
          "x.lab 7200 TXT \"y\"",
          "10.lab 7200 PTR x.lab.blog.home.alt.",
          "@ 7200 CAA 0 issue \";\"");

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void readsZoneFiles(String lineEnd) throws Exception {
    assertEquals(RECORDS, show(ZONE.replace("\n", lineEnd)));
  }

  @Test
  void readsWhatItShows() throws Exception {
    assertEquals(RECORDS, show(String.join("\n", RECORDS)));
  }

  @Test
  void anEmptyFileHasNoRecords() throws Exception {
    assertEquals(List.of(), show(""));
    assertEquals(List.of(), show("\n ; nothing\n  \n"));
  }

  @Test
  void reportsEveryProblemWithItsLine() {
    String zone =
        """
        @ A 192.0.2
        www A 192.0.2.10
          TXT (
           a ) )
        $INCLUDE other.zone
        x TXT "open
        y TXT ( "one"
           b ) AAAA
        $TTL
        $TTL 5
        $ORIGIN a..b
        $ORIGIN example.com.
        www A 192.0.2.10
        $ORIGIN blog.home.alt.
        z TXT ( a
        b TXT c
        """;
    RegistryException e = assertThrows(RegistryException.class, () -> show(zone));
    assertEquals(Kind.INVALID, e.kind());
    assertEquals(
        """
        blog.zone:1: '192.0.2' is not an IPv4 address; example: A 192.0.2.10
        blog.zone:3: a ')' without its '('
        blog.zone:5: '$INCLUDE' is not supported; write the records out ($ORIGIN and $TTL work)
        blog.zone:6: a quote that is not closed on its line; example: TXT "text"
        blog.zone:9: '$TTL' takes one value; examples: $TTL 1h, $ORIGIN blog.home.alt.
        blog.zone:10: TTL '5' is out of range: 30 to 86400 seconds (30s to 1d); example: www 1h A 192.0.2.10
        blog.zone:11: 'a..b': 'a..b': invalid empty label; example: $ORIGIN blog.home.alt.
        blog.zone:13: owner 'www.example.com.' is not below blog.home.alt; write owners relative to it, such as www, or @ for the name itself
        blog.zone:15: a '(' without its ')'\
        """,
        e.getMessage());
  }

  @Test
  void stopsAfterTwentyProblems() {
    RegistryException e = assertThrows(RegistryException.class, () -> show("A x\n".repeat(1000)));
    assertEquals(20, String.valueOf(e.getMessage()).lines().count());
  }

  private static List<String> show(String zone) throws RegistryException {
    return ZoneFile.parse("blog.zone", zone, BLOG).stream().map(RecordFormat::format).toList();
  }
}
