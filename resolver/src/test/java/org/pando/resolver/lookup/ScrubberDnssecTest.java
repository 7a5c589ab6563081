package org.pando.resolver.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pando.resolver.lookup.Messages.message;
import static org.pando.resolver.lookup.Messages.query;
import static org.pando.resolver.lookup.Messages.rrsig;
import static org.pando.resolver.lookup.Messages.text;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/** What of DNSSEC gets past the scrubber. */
class ScrubberDnssecTest {
  private final Scrubber scrubber = new Scrubber(name -> false);

  private Scrubber.Scrubbed scrub(String name, int type, String answer, String authority)
      throws Exception {
    return scrubber.scrub(query(name, type), message(answer, authority));
  }

  @Test
  void signaturesStayWithWhatTheySign() throws Exception {
    Scrubber.Scrubbed kept =
        scrub(
            "www.example.com.",
            Type.A,
            String.join(
                "\n",
                "www.example.com. 60 IN CNAME a.example.net.",
                rrsig("www.example.com.", "CNAME", 3, 60, "example.com."),
                rrsig("www.example.com.", "A", 3, 60, "example.com."),
                "a.example.net. 60 IN A 192.0.2.1",
                rrsig("a.example.net.", "A", 3, 60, "example.net."),
                rrsig("b.example.net.", "A", 3, 60, "example.net.")),
            "");
    assertEquals(
        List.of(
            "www.example.com. 60 CNAME",
            "www.example.com. 60 RRSIG CNAME",
            "a.example.net. 60 A",
            "a.example.net. 60 RRSIG A"),
        text(kept.answers()));
  }

  /** Whoever asks for signatures gets them, and a record that only has some is no answer. */
  @Test
  void signaturesAloneAnswerOnlyWhoAskedForThem() throws Exception {
    String alone = rrsig("a.example.", "A", 2, 60, "example.");
    assertEquals(List.of(), scrub("a.example.", Type.A, alone, "").answers());
    assertEquals(
        List.of("a.example. 60 RRSIG A"),
        text(scrub("a.example.", Type.RRSIG, alone, "").answers()));
  }

  @Test
  void anRrsetHasOneTtlTheLowestAndEachRecordOnce() throws Exception {
    Scrubber.Scrubbed kept =
        scrub(
            "a.example.",
            Type.A,
            String.join(
                "\n",
                "a.example. 300 IN A 192.0.2.1",
                "a.example. 200 IN A 192.0.2.2",
                "a.example. 250 IN A 192.0.2.1",
                rrsig("a.example.", "A", 2, 100, "example.")),
            "");
    assertEquals(
        List.of("a.example. 100 A", "a.example. 100 A", "a.example. 100 RRSIG A"),
        text(kept.answers()));
    assertEquals("192.0.2.2", kept.answers().get(1).rdataToString());
  }

  @Test
  void signaturesBeyondALimitAreDropped() throws Exception {
    StringBuilder many = new StringBuilder("a.example. 60 IN A 192.0.2.1");
    for (int i = 0; i < 20; i++) {
      many.append('\n').append(rrsig("a.example.", "A", 2, 60, "s" + i + ".example."));
    }
    assertEquals(
        1 + RRsets.MAX_SIGNATURES,
        scrub("a.example.", Type.A, many.toString(), "").answers().size());
  }

  @Test
  void theProofOfANegativeAnswerIsKeptAndNothingElse() throws Exception {
    Scrubber.Scrubbed kept =
        scrub(
            "no.example.",
            Type.A,
            "",
            String.join(
                "\n",
                "example. 900 IN SOA ns.example. h.example. 1 2 3 4 60",
                rrsig("example.", "SOA", 1, 900, "example."),
                "example. 900 IN NS ns.example.",
                "a.example. 60 IN NSEC z.example. A RRSIG NSEC",
                rrsig("a.example.", "NSEC", 2, 60, "example."),
                "q.other. 60 IN NSEC z.other. A",
                "ns.example. 60 IN A 192.0.2.66"));
    assertEquals(
        List.of(
            "example. 60 SOA",
            "example. 60 RRSIG SOA",
            "a.example. 60 NSEC",
            "a.example. 60 RRSIG NSEC"),
        text(kept.authority()));
  }

  @Test
  void proofsBeyondALimitAreDropped() throws Exception {
    StringBuilder authority =
        new StringBuilder("example. 900 IN SOA ns.example. h.example. 1 2 3 4 60");
    for (int i = 0; i < 50; i++) {
      authority.append("\nn").append(i).append(".example. 60 IN NSEC z.example. A");
    }
    assertEquals(9, scrub("no.example.", Type.A, "", authority.toString()).authority().size());
  }

  /** RFC 4035 section 3.1.3.3. */
  @Test
  void theProofThatNothingIsCloserThanAWildcardIsKept() throws Exception {
    String proof =
        String.join(
            "\n",
            "m.example. 60 IN NSEC x.example. A RRSIG NSEC",
            rrsig("m.example.", "NSEC", 2, 60, "example."),
            "example. 900 IN NS ns.example.");
    String address = "n.example. 60 IN A 192.0.2.1\n";
    Scrubber.Scrubbed wild =
        scrub("n.example.", Type.A, address + rrsig("n.example.", "A", 1, 60, "example."), proof);
    assertEquals(List.of("m.example. 60 NSEC", "m.example. 60 RRSIG NSEC"), text(wild.authority()));
    Scrubber.Scrubbed exact =
        scrub("n.example.", Type.A, address + rrsig("n.example.", "A", 2, 60, "example."), proof);
    assertEquals(List.of(), exact.authority());
    Scrubber.Scrubbed foreign =
        scrub("n.example.", Type.A, address + rrsig("n.example.", "A", 1, 60, "other."), proof);
    assertEquals(List.of(), foreign.authority());
  }
}
