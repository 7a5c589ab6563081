package org.pando.resolver.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.resolver.lookup.Messages.message;
import static org.pando.resolver.lookup.Messages.query;
import static org.pando.resolver.lookup.Messages.rrsig;
import static org.pando.resolver.lookup.Messages.text;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.ResolutionException;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class ScrubberTest {
  private static final Name SUFFIX = Name.fromConstantString("home.alt.");

  private final Scrubber scrubber = new Scrubber(name -> name.subdomain(SUFFIX));

  private Scrubber.Scrubbed scrub(String name, int type, String answer, String authority)
      throws Exception {
    return scrub(name, type, message(answer, authority));
  }

  private Scrubber.Scrubbed scrub(String name, int type, Message reply) throws Exception {
    return scrubber.scrub(query(name, type), reply);
  }

  private static List<String> owners(Scrubber.Scrubbed scrubbed) {
    return scrubbed.answers().stream()
        .map(r -> r.getName() + " " + Type.string(r.getType()))
        .toList();
  }

  @Test
  void onlyTheChainOfTheQuestionIsKept() throws Exception {
    Scrubber.Scrubbed kept =
        scrub(
            "www.example.com.",
            Type.A,
            """
            bank.example. 60 IN A 192.0.2.66
            www.example.com. 60 IN CNAME a.cdn.example.
            a.cdn.example. 60 IN CNAME b.cdn.example.
            b.cdn.example. 60 IN A 192.0.2.1
            b.cdn.example. 60 IN A 192.0.2.2
            b.cdn.example. 60 IN AAAA 2001:db8::1\
            """,
            "");
    assertEquals(
        List.of(
            "www.example.com. CNAME",
            "a.cdn.example. CNAME",
            "b.cdn.example. A",
            "b.cdn.example. A"),
        owners(kept));
  }

  @Test
  void nobodyAnswersForARegistryName() throws Exception {
    Scrubber.Scrubbed kept =
        scrub(
            "www.example.com.",
            Type.A,
            """
            www.example.com. 60 IN CNAME blog.home.alt.
            blog.home.alt. 60 IN A 192.0.2.66\
            """,
            "");
    assertEquals(List.of("www.example.com. CNAME"), owners(kept));
  }

  @Test
  void aliasesOfADnameAreMadeHere() throws Exception {
    Scrubber.Scrubbed kept =
        scrub(
            "a.old.example.",
            Type.A,
            """
            old.example. 60 IN DNAME new.example.
            a.old.example. 60 IN CNAME a.new.example.
            a.new.example. 60 IN A 192.0.2.1\
            """,
            "");
    assertTrue(owners(kept).contains("a.new.example. A"));
    Scrubber.Scrubbed unsaid =
        scrub(
            "a.old.example.",
            Type.A,
            """
            old.example. 60 IN DNAME new.example.
            a.new.example. 60 IN A 192.0.2.1\
            """,
            "");
    assertEquals(
        List.of("old.example. DNAME", "a.old.example. CNAME", "a.new.example. A"), owners(unsaid));
  }

  @Test
  void circlesEnd() {
    assertThrows(
        ResolutionException.class,
        () ->
            scrub(
                "a.example.",
                Type.A,
                """
                a.example. 60 IN CNAME b.example.
                b.example. 60 IN CNAME a.example.\
                """,
                ""));
  }

  @Test
  void aNegativeAnswerLivesAsLongAsItsSoaSays() throws Exception {
    Scrubber.Scrubbed kept =
        scrub("no.example.", Type.A, "", "example. 900 IN SOA ns.example. h.example. 1 2 3 4 60");
    assertEquals(1, kept.authority().size());
    assertEquals(60, kept.authority().get(0).getTTL());
  }

  @Test
  void theSoaOfAnotherZoneAndOtherAuthorityIsDropped() throws Exception {
    Scrubber.Scrubbed kept =
        scrub(
            "no.example.",
            Type.A,
            "",
            """
            other. 900 IN SOA ns.other. h.other. 1 2 3 4 60
            example. 900 IN NS ns.evil.\
            """);
    assertEquals(List.of(), kept.authority());
  }

  @Test
  void aQuestionForAnAliasIsNotFollowed() throws Exception {
    Scrubber.Scrubbed kept =
        scrub("a.example.", Type.CNAME, "a.example. 60 IN CNAME b.example.", "");
    assertEquals(List.of("a.example. CNAME"), owners(kept));
  }

  @Test
  void aDnameIsKeptWithItsSignatureAndWinsOverTheAliasThatCameWithIt() throws Exception {
    Scrubber.Scrubbed kept =
        scrub(
            "a.old.example.",
            Type.A,
            String.join(
                "\n",
                "old.example. 60 IN DNAME new.example.",
                rrsig("old.example.", "DNAME", 2, 60, "example."),
                "a.old.example. 60 IN CNAME evil.example.",
                "evil.example. 60 IN A 192.0.2.66",
                "a.new.example. 60 IN A 192.0.2.1"),
            "");
    assertEquals(
        List.of(
            "old.example. 60 DNAME",
            "old.example. 60 RRSIG DNAME",
            "a.old.example. 60 CNAME",
            "a.new.example. 60 A"),
        text(kept.answers()));
  }

  @Test
  void theAliasOfADnameIsAnAnswerToAQuestionForIt() throws Exception {
    Scrubber.Scrubbed kept =
        scrub("a.old.example.", Type.CNAME, "old.example. 60 IN DNAME new.example.", "");
    assertEquals(List.of("old.example. 60 DNAME", "a.old.example. 60 CNAME"), text(kept.answers()));
    assertNull(kept.goesOn());
  }

  /** RFC 6672 section 2.2. */
  @Test
  void aDnameThatMakesTheNameTooLongIsYxdomain() throws Exception {
    String label = "x".repeat(60) + ".";
    Scrubber.Scrubbed kept =
        scrub(
            label.repeat(3) + "old.example.",
            Type.A,
            "old.example. 60 IN DNAME " + label.repeat(2) + "example.",
            "");
    assertEquals(Rcode.YXDOMAIN, kept.rcode());
    assertEquals(List.of("old.example. 60 DNAME"), text(kept.answers()));
  }

  @Test
  void aChainThatEndsTooEarlyGoesOn() throws Exception {
    String alias = "a.example. 60 IN CNAME b.example.";
    assertEquals(new Name("b.example."), scrub("a.example.", Type.A, alias, "").goesOn());
    String bound = "example. 900 IN SOA ns.example. h.example. 1 2 3 4 60";
    assertNull(scrub("a.example.", Type.A, alias, bound).goesOn(), "b.example. has no A record");
    assertNull(scrub("a.example.", Type.A, "", "").goesOn());
    Message nothing = message(alias, "");
    nothing.getHeader().setRcode(Rcode.NXDOMAIN);
    assertNull(scrub("a.example.", Type.A, nothing).goesOn());
  }

  @Test
  void nobodySaysOfARegistryNameThatItDoesNotExist() throws Exception {
    Message reply =
        message("www.example. 60 IN CNAME blog.home.alt.", ". 900 IN SOA a. b. 1 2 3 4 60");
    reply.getHeader().setRcode(Rcode.NXDOMAIN);
    Scrubber.Scrubbed kept = scrub("www.example.", Type.A, reply);
    assertEquals(Rcode.NOERROR, kept.rcode());
    assertEquals(List.of(), kept.authority());
    assertNull(kept.goesOn());
  }

  /** RFC 2181 section 8: such a TTL is zero. */
  @Test
  void aTtlWithItsTopBitSetIsZero() throws Exception {
    Message reply = message("a.example. 60 IN A 192.0.2.1", "");
    reply.addRecord(Record.newRecord(new Name("a.example."), Type.A, 1), Section.QUESTION);
    byte[] wire = reply.toWire();
    wire[wire.length - 10] = (byte) 0x80;
    Scrubber.Scrubbed kept = scrub("a.example.", Type.A, new Message(wire));
    assertEquals(List.of("a.example. 0 A"), text(kept.answers()));
  }
}
