package org.pando.registry.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.registry.Bytes;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.zone.Rr;
import org.xbill.DNS.Name;

class RecordSyntaxTest {
  private static final Name BLOG = Name.fromConstantString("blog.home.alt.");
  private static final RecordSyntax SYNTAX = new RecordSyntax(BLOG);

  /** Quote is a backquote here; columns are the argument, owner, type, TTL and rdata in hex. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          A 192.0.2.10               | 00           | 1     | 3600  | c000020a
          @ A 192.0.2.10             | 00           | 1     | 3600  | c000020a
          a 192.0.2.10               | 00           | 1     | 3600  | c000020a
          AAAA 2001:DB8::10          | 00           | 28    | 3600  | 20010db8000000000000000000000010
          www CNAME @                | 0377777700   | 5     | 3600  | 04626c6f6704686f6d6503616c7400
          WWW CNAME Mail             | 0377777700   | 5     | 3600  | 046d61696c04626c6f6704686f6d6503616c7400
          www CNAME EXAMPLE.com.     | 0377777700   | 5     | 3600  | 076578616d706c6503636f6d00
          www 300 A 192.0.2.10       | 0377777700   | 1     | 300   | c000020a
          www 1h30m IN A 192.0.2.10  | 0377777700   | 1     | 5400  | c000020a
          www IN 1d A 192.0.2.10     | 0377777700   | 1     | 86400 | c000020a
          60 A 192.0.2.10            | 00           | 1     | 60    | c000020a
          10 60 PTR @                | 02313000     | 12    | 60    | 04626c6f6704686f6d6503616c7400
          mx A 192.0.2.10            | 026d7800     | 1     | 3600  | c000020a
          MX 10 A                    | 00           | 15    | 3600  | 000a016104626c6f6704686f6d6503616c7400
          TXT A record               | 00           | 16    | 3600  | 0141067265636f7264
          txt TXT "a"                | 0374787400   | 16    | 3600  | 0161
          `TXT "TXT" "a"`            | 00           | 16    | 3600  | 035458540161
          `TXT "a; (b) \\"c\\""`     | 00           | 16    | 3600  | 0a613b20286229202263 22
          TXT ( a                    ) | 00         | 16    | 3600  | 0161
          TXT "é€"                   | 00           | 16    | 3600  | 05c3a9e282ac
          TXT \\é                    | 00           | 16    | 3600  | 02c3a9
          TXT ""                     | 00           | 16    | 3600  | 00
          SRV 0 5 5060 SIP           | 00           | 33    | 3600  | 0000000513c40373697004626c6f6704686f6d6503616c7400
          _443._tcp TLSA 3 1 1 ab12  | 045f343433045f74637000 | 52 | 3600 | 030101ab12
          *.x A 192.0.2.10           | 012a017800   | 1     | 3600  | c000020a
          www.blog.home.alt. A 192.0.2.10 | 0377777700 | 1  | 3600  | c000020a
          HTTPS 1 . port=8443 alpn=h2 | 00          | 65    | 3600  | 000100000100030268320003000220fb
          HTTPS 0 CDN.example.com.   | 00           | 65    | 3600  | 00000363646e076578616d706c6503636f6d00
          NAPTR 1 2 S "" "" Sip      | 00           | 35    | 3600  | 0001000201530000037369 7004626c6f6704686f6d6503616c7400
          CAA 0 issue "ca.Example"   | 00           | 257   | 3600  | 000569737375 6563612e4578616d706c65
          TYPE65280 \\# 4 0a000001   | 00           | 65280 | 3600  | 0a000001
          TYPE731 \\# 0              | 00           | 731   | 3600  |
          TYPE1 \\# 4 0a000001       | 00           | 1     | 3600  | 0a000001
          A \\# 4 0a000001           | 00           | 1     | 3600  | 0a000001
          RP \\# 3 ( 0a00 01 )       | 00           | 17    | 3600  | 0a0001
          """)
  void reads(String text, String owner, int type, int ttl, String rdata) throws Exception {
    String hex = rdata == null ? "" : rdata.replace(" ", "");
    assertEquals(new Rr(Bytes.fromHex(owner), type, ttl, Bytes.fromHex(hex)), SYNTAX.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          A 192.0.2                 | '192.0.2' is not an IPv4 address; example: A 192.0.2.10
          www A 192.0.2.999         | '192.0.2.999' is not an IPv4 address; example: A 192.0.2.10
          mx A 192.0.2              | '192.0.2' is not an IPv4 address; example: A 192.0.2.10
          A 2001:db8::1             | '2001:db8::1' is an IPv6 address; write: AAAA 2001:db8::1
          AAAA 192.0.2.1            | '192.0.2.1' is an IPv4 address; write: A 192.0.2.1
          AAAA 2001:db8:::1         | '2001:db8:::1' is not an IPv6 address; example: AAAA 2001:db8::10
          A                         | no data after the type A; example: A 192.0.2.10
          www 300 TXT               | no data after the type TXT; example: TXT "v=spf1 -all"
          A 192.0.2.1 192.0.2.2     | the data of A: '192.0.2.2' is too much; example: A 192.0.2.10
          MX mail                   | the data of MX: expected an integer; example: MX 10 mail.example.com.
          MX A                      | the data of MX: expected an integer; example: MX 10 mail.example.com.
          MX 10                     | the data of MX: expected a name; example: MX 10 mail.example.com.
          www AA 192.0.2.1          | 'AA' is not a record type; did you mean A? Example: A 192.0.2.10
          CNMAE www                 | 'CNMAE' is not a record type; did you mean CNAME? Example: CNAME www.example.com.
          www HTTP 1 .              | 'HTTP' is not a record type; did you mean HTTPS? Example: HTTPS 1 . alpn=h2,h3
          192.0.2.10                | no record type before the address; write: A 192.0.2.10
          ns1 192.0.2.10            | no record type before the address; write: ns1 A 192.0.2.10
          www 300 2001:db8::1       | no record type before the address; write: www AAAA 2001:db8::1
          www                       | no known record type in it; a record is [owner] [TTL] type data. Example: www A 192.0.2.10 (types without a name: TYPE731 \\# 4 0a000001)
          www CH A 192.0.2.10       | class 'CH' is not kept here, all records are IN; leave it out
          www 29 A 192.0.2.10       | TTL '29' is out of range: 30 to 86400 seconds (30s to 1d); example: www 1h A 192.0.2.10
          www 2d A 192.0.2.10       | TTL '2d' is out of range: 30 to 86400 seconds (30s to 1d); example: www 1h A 192.0.2.10
          www.example.com. A 192.0.2.10 | owner 'www.example.com.' is not below blog.home.alt; write owners relative to it, such as www, or @ for the name itself
          a..b A 192.0.2.10         | owner 'a..b': 'a..b': invalid empty label; example: www A 192.0.2.10
          CNAME bücher              | 'ü' is not ASCII; write names in their xn-- form; example: CNAME www.example.com.
          bücher TXT "x"            | owner 'b\\195\\188cher' is not ASCII; write it in its xn-- form
          TXT v=DKIM1; k=rsa        | what stands behind ';' is a comment; put text in double quotes: TXT "a; b"
          TXT "a                    | a quote that is not closed on its line; example: TXT "text"
          TXT ( a                   | a '(' without its ')'
          TXT a )                   | a ')' without its '('
          TXT a\\                   | a backslash at the end of the line; write \\\\ for one
          TYPE731 \\# 4 0a0001      | it says 4 octets, but there are 3; example: TYPE731 \\# 4 0a000001
          TYPE731 10                | the data of TYPE731: invalid unknown RR encoding; example: TYPE731 \\# 4 0a000001
          TYPE731                   | no data after the type TYPE731; example: TYPE731 \\# 4 0a000001
          A \\# 3 0a0001            | the data of A: end of input; example: A 192.0.2.10
          ``                        | it is empty; example: A 192.0.2.10
          """)
  void saysWhatIsWrong(String text, String problem) {
    RegistryException e = assertThrows(RegistryException.class, () -> SYNTAX.parse(text));
    assertEquals("record '" + text + "': " + problem, e.getMessage());
    assertEquals(Kind.INVALID, e.kind());
  }

  @Test
  void limitsNamesAndStrings() {
    String label = "a".repeat(64);
    assertProblem(
        label + " A 192.0.2.1",
        "owner '" + label + "': '" + label + "': label too long; example: www A 192.0.2.10");
    String owner = ("a".repeat(60) + ".").repeat(4) + "aaa";
    assertProblem(
        owner + " A 192.0.2.1",
        "owner '" + owner + "': '" + owner + "': Name too long; example: www A 192.0.2.10");
    assertProblem(
        "TXT " + "x".repeat(256),
        "the data of TXT: a string with a broken escape or more than 255 octets; split long text"
            + " into several strings: \"first\" \"second\"; example: TXT \"v=spf1 -all\"");
    assertProblem(
        "A 192.0.2.1\nA 192.0.2.2",
        "several lines; give each record as an argument of its own, or use --file");
  }

  private static void assertProblem(String text, String problem) {
    RegistryException e = assertThrows(RegistryException.class, () -> SYNTAX.parse(text));
    assertEquals("record '" + text + "': " + problem, e.getMessage());
  }

  @Test
  void wordsWithoutWhiteSpaceAreOneRecord() throws Exception {
    Rr a = SYNTAX.parse("A 192.0.2.10");
    Rr www = SYNTAX.parse("www CNAME @");
    assertEquals(List.of(a), SYNTAX.parseAll(List.of("A", "192.0.2.10")));
    assertEquals(List.of(a), SYNTAX.parseAll(List.of("A 192.0.2.10")));
    assertEquals(List.of(a, www), SYNTAX.parseAll(List.of("A 192.0.2.10", "www CNAME @")));
    assertEquals(List.of(), SYNTAX.parseAll(List.of()));
  }

  @Test
  void reportsAllArgumentsAtOnce() {
    RegistryException e =
        assertThrows(
            RegistryException.class,
            () -> SYNTAX.parseAll(List.of("A 192.0.2", "www CNAME @", "TXT")));
    assertEquals(
        "record 'A 192.0.2': '192.0.2' is not an IPv4 address; example: A 192.0.2.10\n"
            + "record 'TXT': no data after the type TXT; example: TXT \"v=spf1 -all\"",
        e.getMessage());
  }

  @ParameterizedTest
  @EnumSource(RecordExample.class)
  void everyExampleIsRight(RecordExample example) throws Exception {
    Rr parsed = SYNTAX.parse(example.line());
    assertEquals(example.type(), parsed.type());
    assertEquals("@ 3600 " + example.name(), prefix(RecordFormat.format(parsed)));
    assertEquals(parsed, SYNTAX.parse(RecordFormat.format(parsed)));
  }

  private static String prefix(String line) {
    return String.join(" ", List.of(line.split(" ")).subList(0, 3));
  }

  /** No text makes the reader fail in another way than by its message. */
  @Test
  void survivesAnyText() {
    String[] words = {
      "@",
      "www",
      "A",
      "AAAA",
      "CNAME",
      "MX",
      "TXT",
      "SRV",
      "CAA",
      "TLSA",
      "SSHFP",
      "HTTPS",
      "SVCB",
      "NAPTR",
      "PTR",
      "URI",
      "LOC",
      "NS",
      "DS",
      "SOA",
      "OPT",
      "TSIG",
      "ANY",
      "APL",
      "CERT",
      "HIP",
      "RRSIG",
      "NSEC",
      "NSEC3",
      "WKS",
      "IPSECKEY",
      "TYPE9",
      "TYPE65535",
      "TYPE65536",
      "\\#",
      "IN",
      "0",
      "1",
      "10",
      "-1",
      "3600",
      "1h",
      "4294967296",
      "192.0.2.1",
      "::1",
      "\"x y\"",
      "\"\"",
      "(",
      ")",
      ";",
      "\\",
      "\\300",
      "\\1",
      ".",
      "..",
      "alpn=h2",
      "alpn=",
      "key65535=\"",
      "mandatory=port",
      "ipv4hint=1",
      "port=99999999",
      "ech=!",
      "key=",
      "=",
      "é",
      "0a",
      "0a0",
      "\n",
      "\t",
      "\u0000",
      "1m",
      "N",
      "52",
      "<eof>",
      "$TTL",
      "20260101000000"
    };
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(9); n >= 0; n--) {
        text.append(words[random.nextInt(words.length)]).append(random.nextInt(9) == 0 ? "" : " ");
      }
      check(text.toString());
    }
  }

  private static void check(String text) {
    try {
      Rr parsed = SYNTAX.parse(text);
      assertEquals(parsed, SYNTAX.parse(RecordFormat.format(parsed)), text);
    } catch (RegistryException e) {
      assertEquals(Kind.INVALID, e.kind(), text);
    } catch (RuntimeException e) {
      throw new AssertionError(text, e);
    }
  }

  @Test
  void showsRecordsAsPeopleWriteThem() throws Exception {
    assertEquals("@ 3600 A 192.0.2.10", show("A 192.0.2.10"));
    assertEquals("www 60 CNAME blog.home.alt.", show("www 60 CNAME @"));
    assertEquals("@ 3600 TXT \"a; \\\"b\\\" \\195\\169\"", show("TXT \"a; \\\"b\\\" é\""));
    assertEquals("@ 3600 TXT \"a\" \"\"", show("TXT a \"\""));
    assertEquals("@ 3600 TYPE731 \\# 0", show("TYPE731 \\# 0"));
    assertEquals("txt 3600 TXT \"a\"", show("txt TXT a"));
    assertEquals("10 3600 PTR x.", show("10 3600 PTR x."));
  }

  /** RFC 5952, section 4. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "::",
        "::1",
        "1::",
        "2001:db8::10",
        "2001:db8::1:0:0:1",
        "1:0:2:3:4:5:6:7",
        "1:0:0:2::",
        "0:1::",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6::",
        "::ffff:c000:20a",
        "fe80::abcd"
      })
  void showsAddressesInTheirShortForm(String address) throws Exception {
    assertEquals("@ 3600 AAAA " + address, show("AAAA " + address));
  }

  private static String show(String text) throws RegistryException {
    return RecordFormat.format(SYNTAX.parse(text));
  }

  /** Zones come from strangers: whatever their octets are, the line is printable and exact. */
  @Test
  void showsAnyDataExactly() throws Exception {
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      byte[] rdata = new byte[random.nextInt(40)];
      random.nextBytes(rdata);
      int type = random.nextInt(1, 70);
      Rr parsed = new Rr(Bytes.of((byte) 0), type, 60, Bytes.of(rdata));
      String line = RecordFormat.format(parsed);
      assertEquals(
          line, new String(line.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII));
      if (!RecordExample.isKnown(type)) {
        assertEquals(parsed, SYNTAX.parse(line), line);
      }
    }
  }
}
