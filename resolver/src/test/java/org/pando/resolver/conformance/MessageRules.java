package org.pando.resolver.conformance;

import static org.pando.resolver.conformance.Client.fresh;
import static org.pando.resolver.conformance.Client.question;
import static org.pando.resolver.conformance.Violation.unless;
import static org.pando.resolver.conformance.Violation.unlessEqual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Headers, questions, and what is none. */
final class MessageRules {
  private static final int FLAGS = 2;
  private static final int QDCOUNT = 4;
  private static final int ANCOUNT = 6;
  private static final int Z = 0x0040;
  private static final int QUESTION_END = 4;

  static final List<Rule> RULES = rules();

  private MessageRules() {}

  private static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    headers(rules);
    questions(rules);
    malformed(rules);
    return List.copyOf(rules);
  }

  private static void headers(List<Rule> rules) {
    rules.add(
        Rule.of(
            "QR and RA are set, RD is copied, AA and TC are clear",
            "RFC 1035 4.1.1",
            client -> {
              Message reply = client.udp(question(fresh("plain"), Type.A));
              Replies.answer(reply, "A 192.0.2.1");
              Replies.flag(reply, Flags.QR, true);
              Replies.flag(reply, Flags.RA, true);
              Replies.flag(reply, Flags.RD, true);
              Replies.flag(reply, Flags.AA, false);
              Replies.flag(reply, Flags.TC, false);
            }));
    rules.add(
        Rule.of(
            "the reserved bit of a question is ignored and clear in the reply",
            "RFC 1035 4.1.1, RFC 8906 3.1.3",
            client -> {
              Message question = question(fresh("plain"), Type.A);
              Packet packet = Packet.of(question.toWire()).with(FLAGS, 0x0100 | Z);
              Message reply = client.udp(packet.bytes());
              Replies.answer(reply, "A 192.0.2.1");
              unlessEqual(0, reply.getHeader().toWire()[3] & Z, "reserved bit");
            }));
    rules.add(
        Rule.of(
            "AA, TC, RA and an rcode in a question are ignored",
            "RFC 1035 4.1.1",
            client -> {
              Message question = question(fresh("plain"), Type.A);
              Packet packet = Packet.of(question.toWire()).with(FLAGS, 0x0783);
              Replies.answer(client.udp(packet.bytes()), "A 192.0.2.1");
            }));
    for (int opcode : new int[] {1, Opcode.STATUS, 3, Opcode.NOTIFY, Opcode.UPDATE, 15}) {
      rules.add(
          Rule.of(
              "opcode " + Opcode.string(opcode) + " gets NOTIMP and comes back",
              "RFC 8906 3.1.4",
              client -> {
                Message question = question(fresh("plain"), Type.A);
                question.getHeader().setOpcode(opcode);
                Message reply = client.udp(question);
                Replies.rcode(reply, Rcode.NOTIMP);
                unlessEqual(opcode, reply.getHeader().getOpcode(), "opcode");
              }));
    }
    rules.add(
        Rule.of(
            "a response gets no reply",
            "RFC 1035 4.1.1",
            client -> {
              Message response = question(fresh("plain"), Type.A);
              response.getHeader().setFlag(Flags.QR);
              client.udpSilence(response.toWire());
            }));
    rules.add(
        Rule.of(
            "what is shorter than a header gets no reply",
            "RFC 1035 4.1.1",
            client -> {
              client.udpSilence(new byte[] {1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0});
              client.udpSilence(new byte[] {1});
              client.udpSilence(new byte[0]);
            }));
  }

  private static void questions(List<Rule> rules) {
    rules.add(
        Rule.of(
            "the question comes back in the case it was asked in",
            "RFC 1035 4.1.1, RFC 4343 4.1",
            client -> {
              Name name = fresh("plain");
              Message lower = client.udp(question(name, Type.A));
              Replies.answer(lower, "A 192.0.2.1");
              Name mixed = new Name(name.toString().replace("plain.c.ex", "pLaIn.C.eX"));
              Message reply = client.udp(question(mixed, Type.A));
              unlessEqual(mixed.toString(), reply.getQuestion().getName().toString(), "question");
              Replies.answer(reply, "A 192.0.2.1");
            }));
    rules.add(
        Rule.of(
            "an unknown type is answered",
            "RFC 3597 3",
            client ->
                Replies.answer(
                    client.udp(question(fresh("unknowntype"), 65_280)),
                    "TYPE65280 \\# 4 01020304")));
    refused(rules, "class CHAOS is refused", "RFC 6895 3.2", Type.TXT, DClass.CHAOS);
    refused(rules, "class HESIOD is refused", "RFC 6895 3.2", Type.A, DClass.HESIOD);
    refused(rules, "class ANY is refused", "RFC 6895 3.2", Type.A, DClass.ANY);
    refused(rules, "class NONE is refused", "RFC 6895 3.2", Type.A, DClass.NONE);
    refused(rules, "a zone transfer is refused", "RFC 5936 2.2.1", Type.AXFR, DClass.IN);
    refused(rules, "an incremental transfer is refused", "RFC 1995", Type.IXFR, DClass.IN);
    refused(rules, "type TSIG is no question", "RFC 6895 3.1", Type.TSIG, DClass.IN);
    refused(rules, "type TKEY is not served", "RFC 2930 4", Type.TKEY, DClass.IN);
    refused(rules, "type MAILA is obsolete", "RFC 6895 3.1", Type.MAILA, DClass.IN);
    refused(rules, "type OPT is no question", "RFC 6895 3.1", Type.OPT, DClass.IN);
    rules.add(
        Rule.of(
            "what is refused says why to whoever speaks EDNS",
            "RFC 8914 2",
            client -> {
              Message question =
                  Message.newQuery(Record.newRecord(fresh("plain"), Type.TXT, DClass.CHAOS));
              Replies.saysWhy(client.udp(EdnsRules.with(question, 0)));
            }));
    rules.add(
        Rule.of(
            "type ANY gets a short answer",
            "RFC 8482 4",
            client -> {
              Message reply = client.udp(question(fresh("plain"), Type.ANY));
              Replies.rcode(reply, Rcode.NOERROR, Rcode.NOTIMP, Rcode.REFUSED);
              unless(
                  Replies.records(reply).count() <= 1,
                  "it has " + Replies.records(reply).count() + " records");
            }));
    rules.add(
        Rule.of(
            "without RD, what is not known here is not looked up",
            "RFC 1034 4.3.1",
            client -> {
              Name name = fresh("plain");
              Message question = question(name, Type.A);
              question.getHeader().unsetFlag(Flags.RD);
              Message reply = client.udp(question);
              unlessEqual(List.of(), Replies.answers(reply), "answer section");
              unlessEqual(List.of(), client.upstream().asked(name), "questions to the upstream");
              Replies.flag(reply, Flags.RD, false);
            }));
  }

  private static void refused(List<Rule> rules, String text, String source, int type, int dclass) {
    rules.add(
        Rule.of(
            text,
            source,
            client -> {
              Message question = Message.newQuery(Record.newRecord(fresh("plain"), type, dclass));
              Message reply = client.udp(question);
              Replies.rcode(reply, Rcode.REFUSED, Rcode.NOTIMP, Rcode.FORMERR);
              unlessEqual(0L, Replies.records(reply).count(), "records");
            }));
  }

  private static void malformed(List<Rule> rules) {
    rules.add(
        formerr(
            "no question gets FORMERR",
            "RFC 9619 4",
            p -> p.cut(questionLength(p)).with(QDCOUNT, 0)));
    rules.add(
        formerr(
            "two questions get FORMERR",
            "RFC 9619 4",
            p -> p.end(p.bytes(), questionLength(p)).with(QDCOUNT, 2)));
    rules.add(formerr("a question that is cut off gets FORMERR", "RFC 1035 4.1.1", p -> p.cut(3)));
    rules.add(
        formerr(
            "a count of records that are not there gets FORMERR",
            "RFC 9267 6",
            p -> p.with(10, 1)));
    rules.add(
        formerr(
            "a question with an answer gets FORMERR",
            "RFC 1035 4.1.1",
            p -> p.bytes(0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 0, 0, 4, 192, 0, 2, 66).with(ANCOUNT, 1)));
    rules.add(
        formerr("a name that points to itself gets FORMERR", "RFC 9267 2", p -> name(p, 0xc0, 12)));
    rules.add(
        formerr(
            "a name that points behind the message gets FORMERR",
            "RFC 9267 2",
            p -> name(p, 0xff, 0xff)));
    rules.add(
        formerr(
            "a name that points to its own end in a circle gets FORMERR",
            "RFC 9267 2",
            p -> name(p, 1, 'a', 0xc0, 12)));
    rules.add(
        formerr(
            "a label of a reserved type gets FORMERR", "RFC 6891 5", p -> name(p, 0x41, 'a', 0)));
    rules.add(
        formerr(
            "a label that ends behind the message gets FORMERR",
            "RFC 9267 3",
            p -> name(p, 63, 'a')));
    rules.add(
        formerr(
            "a name of more than 255 octets gets FORMERR",
            "RFC 1035 3.1",
            p -> name(p, longName())));
    rules.add(
        formerr("octets behind the message get FORMERR", "RFC 9267 6", p -> p.bytes(0, 1, 2)));
  }

  /** The length of the question section of a message that has nothing else. */
  private static int questionLength(Packet packet) {
    return packet.bytes().length - 12;
  }

  /** The message with another name, A and IN behind it. */
  private static Packet name(Packet packet, int... octets) {
    byte[] whole = packet.bytes();
    return packet.cut(questionLength(packet)).bytes(octets).end(whole, QUESTION_END);
  }

  private static int[] longName() {
    int[] name = new int[5 * 61 + 1];
    for (int i = 0; i < 5; i++) {
      Arrays.fill(name, 61 * i, 61 * (i + 1), 'x');
      name[61 * i] = 60;
    }
    return name;
  }

  /** How a whole message is made wrong. */
  private interface Damage {
    Packet to(Packet whole);
  }

  private static Rule formerr(String text, String source, Damage damage) {
    return Rule.of(
        text,
        source,
        client -> {
          Packet whole = Packet.of(question(fresh("plain"), Type.A).toWire());
          Replies.formerr(client.udpBytes(damage.to(whole).bytes()));
        });
  }
}
