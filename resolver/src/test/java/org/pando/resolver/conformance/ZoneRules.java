package org.pando.resolver.conformance;

import static org.pando.resolver.conformance.Client.question;
import static org.pando.resolver.conformance.Violation.unless;
import static org.pando.resolver.conformance.Violation.unlessEqual;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Answers from the zone that the suite registers with Pando, and that an authoritative server has
 * for the others: {@code conf.home.alt}, whose records .ci/suites/70-conformance.sh lists.
 */
final class ZoneRules {
  private static final String ZONE = "conf.home.alt.";
  private static final String MAIL = "A 192.0.2.25";

  static final List<Rule> RULES = rules();

  private ZoneRules() {}

  private static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    answers(rules);
    aliases(rules);
    wildcards(rules);
    negative(rules);
    rules.add(
        Rule.of(
            "own zone: type ANY gets a short answer",
            "RFC 8482 4",
            client -> {
              Message reply = client.udp(question(name(""), Type.ANY));
              Replies.rcode(reply, Rcode.NOERROR, Rcode.NOTIMP, Rcode.REFUSED);
              unless(Replies.records(reply).count() <= 1, "it has more than one record");
            }));
    rules.add(
        Rule.of(
            "own zone: a delegation that nobody serves is SERVFAIL and says why",
            "RFC 1034 4.2.1, RFC 8914 4.23",
            client -> {
              Message question = question(name("www.sub"), Type.A);
              Message reply = client.udp(EdnsRules.with(question, 0));
              Replies.rcode(reply, Rcode.SERVFAIL);
              Replies.saysWhy(reply);
            }));
    return List.copyOf(rules);
  }

  private static void answers(List<Rule> rules) {
    rules.add(
        Rule.of(
            "own zone: a record is answered, and the upstream is not asked",
            "RFC 1034 4.3.2, RFC 9476 2",
            client -> {
              Replies.answer(client.udp(question(name("mail"), Type.A)), MAIL);
              unlessEqual(
                  List.of(), client.upstream().asked(name("mail")), "questions to the upstream");
            }));
    rules.add(
        Rule.of(
            "own zone: the case of the letters is kept and means nothing",
            "RFC 4343 3, 4.1",
            client -> {
              Name upper = new Name(name("mail").toString().toUpperCase(Locale.ROOT));
              Message reply = client.udp(question(upper, Type.A));
              Replies.answer(reply, MAIL);
              unlessEqual(upper.toString(), reply.getQuestion().getName().toString(), "question");
            }));
    rules.add(
        Rule.of(
            "own zone: all records of a type are answered, and no others",
            "RFC 1034 4.3.2",
            client -> {
              Message reply = client.udp(question(name(""), Type.A));
              Replies.rcode(reply, Rcode.NOERROR);
              unlessEqual(
                  List.of("A 192.0.2.10", "A 192.0.2.11"),
                  Replies.answers(reply).stream().sorted().toList(),
                  "answer section");
            }));
    rules.add(
        Rule.of(
            "own zone: over TCP as over UDP",
            "RFC 7766 5",
            client -> Replies.answer(client.tcp(question(name("mail"), Type.A)), MAIL)));
  }

  private static void aliases(List<Rule> rules) {
    chain(rules, "inner", "an alias inside it is followed", "RFC 1034 3.6.2", Type.CNAME, Type.A);
    chain(rules, "outer", "an alias out of it is followed", "RFC 1034 3.6.2", Type.CNAME, Type.A);
    chain(
        rules,
        "mail.dn",
        "a DNAME comes with the alias it stands for",
        "RFC 6672 3.1",
        Type.DNAME,
        Type.CNAME,
        Type.A);
    rules.add(
        Rule.of(
            "own zone: a DNAME does not rename its own name",
            "RFC 6672 2.3",
            client -> noData(client.udp(question(name("dn"), Type.A)))));
    rules.add(
        Rule.of(
            "own zone: a DNAME that makes the name too long is YXDOMAIN",
            "RFC 6672 2.2",
            client -> {
              String label = "y".repeat(60) + ".";
              Name name = new Name(label.repeat(3) + "long." + ZONE);
              Replies.rcode(client.udp(question(name, Type.A)), Rcode.YXDOMAIN);
            }));
  }

  private static void chain(
      List<Rule> rules, String owner, String text, String source, Integer... types) {
    rules.add(
        Rule.of(
            "own zone: " + text,
            source,
            client -> {
              Message reply = client.udp(question(name(owner), Type.A));
              Replies.rcode(reply, Rcode.NOERROR);
              unlessEqual(
                  List.of(types),
                  reply.getSection(Section.ANSWER).stream().map(Record::getType).toList(),
                  "types");
            }));
  }

  private static void wildcards(List<Rule> rules) {
    rules.add(
        Rule.of(
            "own zone: a wildcard answers in the name that was asked for",
            "RFC 4592 2.2.1",
            client -> {
              Message reply = client.udp(question(name("any.wild"), Type.A));
              Replies.answer(reply, "A 192.0.2.77");
              unlessEqual(
                  name("any.wild"),
                  Replies.first(reply, Section.ANSWER, Type.A).getName(),
                  "owner of the record");
            }));
    rules.add(
        Rule.of(
            "own zone: a wildcard stands for several labels",
            "RFC 4592 2.2.1",
            client ->
                Replies.answer(client.udp(question(name("a.b.wild"), Type.A)), "A 192.0.2.77")));
    rules.add(
        Rule.of(
            "own zone: a wildcard without the type is NODATA",
            "RFC 4592 2.2.1",
            client -> noData(client.udp(question(name("any.wild"), Type.MX)))));
    rules.add(
        Rule.of(
            "own zone: a wildcard gives a name that is there no more types",
            "RFC 4592 2.2.1",
            client -> noData(client.udp(question(name("there.wild"), Type.A)))));
    rules.add(
        Rule.of(
            "own zone: a wildcard covers nothing below a name that is there",
            "RFC 4592 2.2.1",
            client ->
                Replies.rcode(
                    client.udp(question(name("below.there.wild"), Type.A)), Rcode.NXDOMAIN)));
    rules.add(
        Rule.of(
            "own zone: the asterisk can be asked for",
            "RFC 4592 2.3",
            client ->
                Replies.answer(client.udp(question(name("*.wild"), Type.A)), "A 192.0.2.77")));
  }

  private static void negative(List<Rule> rules) {
    rules.add(
        Rule.of(
            "own zone: a name that only has names below it is NODATA",
            "RFC 8020 2, RFC 4592 2.2.2",
            client -> noData(client.udp(question(name("empty"), Type.A)))));
    rules.add(
        Rule.of(
            "own zone: a name without the type is NODATA",
            "RFC 2308 2.2",
            client -> noData(client.udp(question(name("mail"), Type.AAAA)))));
    rules.add(
        Rule.of(
            "own zone: a name that is not there is NXDOMAIN with the SOA record",
            "RFC 2308 2.1",
            client -> {
              Message reply = client.udp(question(name("no"), Type.A));
              Replies.rcode(reply, Rcode.NXDOMAIN);
              SOARecord soa = (SOARecord) Replies.first(reply, Section.AUTHORITY, Type.SOA);
              unlessEqual(name(""), soa.getName(), "owner of the SOA record");
              unless(soa.getTTL() <= soa.getMinimum(), "its TTL is " + soa.getTTL());
              Replies.flag(reply, Flags.TC, false);
            }));
  }

  private static void noData(Message reply) throws Violation {
    Replies.answer(reply);
    Replies.first(reply, Section.AUTHORITY, Type.SOA);
  }

  /** A name of the zone; the zone's own for nothing. */
  private static Name name(String relative) {
    return Name.fromConstantString(relative.isEmpty() ? ZONE : relative + "." + ZONE);
  }
}
