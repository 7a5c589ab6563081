package org.pando.resolver.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Trace;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class ScrubberTest {
  private static final Name SUFFIX = Name.fromConstantString("home.alt.");

  private final Scrubber scrubber = new Scrubber(name -> name.subdomain(SUFFIX));

  private static Message message(String answer, String authority) throws Exception {
    Message message = new Message();
    add(message, Section.ANSWER, answer);
    add(message, Section.AUTHORITY, authority);
    return message;
  }

  private static void add(Message message, int section, String lines) throws Exception {
    if (lines.isEmpty()) {
      return;
    }
    byte[] text = (lines + "\n").getBytes(StandardCharsets.US_ASCII);
    try (Master master = new Master(new ByteArrayInputStream(text))) {
      for (Record r = master.nextRecord(); r != null; r = master.nextRecord()) {
        message.addRecord(r, section);
      }
    }
  }

  private Scrubber.Scrubbed scrub(String name, int type, String answer, String authority)
      throws Exception {
    Query query = new Query(new Name(name), type, false, Trace.NONE);
    return scrubber.scrub(query, message(answer, authority));
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
}
