package org.pando.resolver.conformance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * How the upstream answers the names below {@code <constant>.c.example.}, with zone-file lines:
 * {@code Q} stands for the question's name, {@code L} for what it has before the constant, {@code
 * N} for how often the name was asked for. Signatures and NSEC records go to whoever sets DO.
 */
enum Behaviour {
  PLAIN("Q 300 IN A 192.0.2.1\nQ 300 IN TXT \"text\""),
  UNKNOWNTYPE("Q 300 IN TYPE65280 \\# 4 01020304"),
  /** Another address each time. */
  COUNT("Q 300 IN A 198.51.100.N"),
  TTL0("Q 0 IN A 198.51.100.N"),
  BRIEF("Q 4 IN A 198.51.100.N"),
  /** A TTL of 2^31 seconds and more. */
  TTLTOP("Q 300 IN A 198.51.100.N"),
  MIXEDTTL("Q 300 IN A 192.0.2.1\nQ 100 IN A 192.0.2.2"),

  SIGNED("Q 300 IN A 192.0.2.1\n" + sig("Q", "A", 4)),
  WILD(
      "Q 300 IN A 192.0.2.1\n" + sig("Q", "A", 3),
      "a.wild.c.example. 300 IN NSEC z.wild.c.example. A RRSIG NSEC\n"
          + sig("a.wild.c.example.", "NSEC", 4)),
  /** What a validating upstream says of its own answer. */
  AD("Q 300 IN A 192.0.2.1"),
  /** Fails for everybody but those who validate by themselves. */
  BOGUS("Q 300 IN A 192.0.2.66"),

  CNAME("Q 300 IN CNAME L.plain.c.example.\nL.plain.c.example. 300 IN A 192.0.2.1"),
  CNAMEPART("Q 300 IN CNAME L.plain.c.example."),
  CNAMENX("Q 300 IN CNAME L.nx.c.example.", negative("c.example.", 900, 120), Rcode.NXDOMAIN),
  LOOP(
      "Q 300 IN CNAME L.loopback.c.example.\nL.loopback.c.example. 300 IN CNAME L.loop.c.example."),
  LOOPBACK(
      "Q 300 IN CNAME L.loop.c.example.\nL.loop.c.example. 300 IN CNAME L.loopback.c.example."),
  CHAIN20(
      "Q 300 IN CNAME L.1.chain20.c.example.\n"
          + IntStream.range(1, 20)
              .mapToObj(
                  i ->
                      "L.%d.chain20.c.example. 300 IN CNAME L.%d.chain20.c.example."
                          .formatted(i, i + 1))
              .collect(Collectors.joining("\n"))
          + "\nL.20.chain20.c.example. 300 IN A 192.0.2.1"),
  DNAME(
      """
      dname.c.example. 200 IN DNAME plain.c.example.
      Q 200 IN CNAME L.plain.c.example.
      L.plain.c.example. 300 IN A 192.0.2.1\
      """),
  YX(
      "yx.c.example. 300 IN DNAME " + ("x".repeat(60) + ".").repeat(3) + "c.example.",
      "",
      Rcode.YXDOMAIN),

  NX("", negative("c.example.", 900, 120), Rcode.NXDOMAIN),
  NXBRIEF("", negative("nxbrief.c.example.", 60, 120), Rcode.NXDOMAIN),
  NXNOSOA("", "", Rcode.NXDOMAIN),
  NODATA("", negative("c.example.", 900, 120)),

  SERVFAIL("", "", Rcode.SERVFAIL),
  REFUSED("", "", Rcode.REFUSED),
  SILENT(""),

  /** Slips in a name that was not asked for, in every section. */
  POISON(
      "Q 300 IN A 192.0.2.1\nL.plain.c.example. 300 IN A 192.0.2.66",
      "plain.c.example. 300 IN NS L.plain.c.example."),
  BIG(lines(12)),
  HUGE(lines(240)),
  /** Everything else. */
  NONE("", ". 900 IN SOA a.example. h.example. 1 3600 600 86400 900", Rcode.NXDOMAIN);

  private static final String GLUE = "L.plain.c.example. 300 IN A 192.0.2.66";

  private final String answer;
  private final String authority;
  private final int rcode;

  Behaviour(String answer) {
    this(answer, "");
  }

  Behaviour(String answer, String authority) {
    this(answer, authority, Rcode.NOERROR);
  }

  Behaviour(String answer, String authority, int rcode) {
    this.answer = answer;
    this.authority = authority;
    this.rcode = rcode;
  }

  private static String sig(String owner, String covered, int labels) {
    return owner
        + " 300 IN RRSIG "
        + covered
        + " 13 "
        + labels
        + " 300 20370101000000 20200101000000 1 c.example. AAAA";
  }

  private static String negative(String zone, int ttl, int minimum) {
    return "%s %d IN SOA ns.c.example. h.c.example. 1 3600 600 86400 %d\n"
            .formatted(zone, ttl, minimum)
        + sig(zone, "SOA", 2)
        + "\na.c.example. 120 IN NSEC zz.c.example. A RRSIG NSEC\n"
        + sig("a.c.example.", "NSEC", 3);
  }

  private static String lines(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "Q 300 IN TXT \"" + "%03d".formatted(i) + "x".repeat(230) + "\"")
        .collect(Collectors.joining("\n"));
  }

  /** The one that a name calls for. */
  static Behaviour of(Name name) {
    Name zone = Name.fromConstantString(TestUpstream.ZONE);
    int at = name.labels() - zone.labels() - 1;
    if (!name.subdomain(zone) || at < 0) {
      return NONE;
    }
    String label = name.getLabelString(at).toUpperCase(Locale.ROOT);
    for (Behaviour behaviour : values()) {
      if (behaviour.name().equals(label)) {
        return behaviour;
      }
    }
    return NONE;
  }

  /**
   * The reply to a question, or null for silence.
   *
   * @param times how often the name was asked for, this time included
   * @param signed whether signatures are wanted
   */
  @Nullable Message reply(Message question, int times, boolean signed) throws IOException {
    if (this == SILENT) {
      return null;
    }
    Record asked = question.getQuestion();
    Message reply = new Message(question.getHeader().getID());
    for (int flag : new int[] {Flags.QR, Flags.RD, Flags.RA}) {
      reply.getHeader().setFlag(flag);
    }
    boolean checked = !question.getHeader().getFlag(Flags.CD);
    if (this == AD && checked) {
      reply.getHeader().setFlag(Flags.AD);
    }
    reply.addRecord(asked, Section.QUESTION);
    boolean bogus = this == BOGUS && checked;
    reply.getHeader().setRcode(bogus ? Rcode.SERVFAIL : rcode);
    if (!bogus) {
      fill(reply, asked, times, signed);
    }
    if (question.getOPT() != null && this != TTLTOP) {
      List<EDNSOption> why =
          bogus ? List.of(new ExtendedErrorCodeOption(6, "signature expired")) : List.of();
      reply.addRecord(new OPTRecord(1232, 0, 0, signed ? 0x8000 : 0, why), Section.ADDITIONAL);
    }
    return reply;
  }

  private void fill(Message reply, Record asked, int times, boolean signed) throws IOException {
    boolean found = false;
    for (Record r : records(answer, asked.getName(), times)) {
      boolean wanted =
          r.getType() == asked.getType() || r.getType() == Type.CNAME || r.getType() == Type.DNAME;
      boolean signature = signed && covers(r, asked.getType());
      if (wanted || signature) {
        reply.addRecord(r, Section.ANSWER);
        found |= wanted;
      }
    }
    String rest =
        authority.isEmpty() && !found && rcode == Rcode.NOERROR
            ? negative("c.example.", 900, 120)
            : authority;
    for (Record r : records(rest, asked.getName(), times)) {
      boolean dnssec = r.getType() == Type.RRSIG || r.getType() == Type.NSEC;
      if (signed || !dnssec) {
        reply.addRecord(r, Section.AUTHORITY);
      }
    }
    if (this == POISON) {
      for (Record r : records(GLUE, asked.getName(), times)) {
        reply.addRecord(r, Section.ADDITIONAL);
      }
    }
  }

  private static boolean covers(Record r, int type) {
    return r instanceof RRSIGRecord signature
        && (signature.getTypeCovered() == type || type == Type.RRSIG);
  }

  private List<Record> records(String lines, Name name, int times) throws IOException {
    String question = name.toString();
    String label =
        question.substring(0, Math.max(0, question.toUpperCase(Locale.ROOT).indexOf("." + name())));
    String text =
        lines
                .replaceAll("(?m)^Q ", question.replace("\\", "\\\\") + " ")
                .replaceAll("\\bL\\.", label + ".")
                .replaceAll("(?m)\\.N$", "." + times)
            + "\n";
    if (text.isBlank()) {
      return List.of();
    }
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    try (Master master = new Master(new ByteArrayInputStream(bytes))) {
      List<Record> records = new ArrayList<>();
      for (Record r = master.nextRecord(); r != null; r = master.nextRecord()) {
        records.add(r);
      }
      return records;
    }
  }

  /** The bytes as they are sent. */
  byte[] finish(byte[] wire) {
    if (this == TTLTOP && wire.length > 14) {
      wire[wire.length - 10] = (byte) 0x80;
    }
    return wire;
  }
}
