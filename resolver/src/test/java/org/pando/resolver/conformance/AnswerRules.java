package org.pando.resolver.conformance;

import static org.pando.resolver.conformance.Client.fresh;
import static org.pando.resolver.conformance.Client.question;
import static org.pando.resolver.conformance.Violation.unless;
import static org.pando.resolver.conformance.Violation.unlessEqual;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What is answered, what is remembered, and for how long. */
final class AnswerRules {
  private static final String ADDRESS = "A 192.0.2.1";

  static final List<Rule> RULES = rules();

  private AnswerRules() {}

  private static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    upstream(rules);
    aliases(rules);
    negative(rules);
    ttls(rules);
    return List.copyOf(rules);
  }

  private static void upstream(List<Rule> rules) {
    rules.add(
        Rule.of(
            "questions to the upstream have RD, EDNS with 1232 bytes, and DO",
            "RFC 6891 6.2.4, RFC 4035 3.2.1",
            client -> {
              Message asked = upstreamQuestion(client, question(fresh("plain"), Type.A));
              unless(asked.getHeader().getFlag(Flags.RD), "RD is clear");
              OPTRecord opt = Replies.opt(asked);
              unlessEqual(1232, opt.getPayloadSize(), "size");
              unlessEqual(ExtendedFlags.DO, opt.getFlags(), "flags");
            }));
    rules.add(
        Rule.of(
            "the client's id is not the upstream's",
            "RFC 5452 4.3",
            client -> {
              int same = 0;
              for (int i = 0; i < 4; i++) {
                Message question = question(fresh("plain"), Type.A);
                Message asked = upstreamQuestion(client, question);
                same += asked.getHeader().getID() == question.getHeader().getID() ? 1 : 0;
              }
              unless(same < 3, "the upstream saw it " + same + " of 4 times");
            }));
    rules.add(
        Rule.of(
            "an answer is remembered, in whatever case it is asked for again",
            "RFC 1034 5.3.3, RFC 4343 3",
            client -> {
              Name name = fresh("count");
              List<String> first = Replies.answers(client.udp(question(name, Type.A)));
              Name upper = new Name(name.toString().toUpperCase(Locale.ROOT));
              unlessEqual(
                  first, Replies.answers(client.udp(question(upper, Type.A))), "second answer");
            }));
    rules.add(
        Rule.of(
            "records that were not asked for are neither passed on nor remembered",
            "RFC 2181 5.4.1",
            client -> {
              Name poison = fresh("poison");
              Message reply = client.udp(question(poison, Type.A));
              Replies.answer(reply, ADDRESS);
              Name victim =
                  Name.fromConstantString(poison.getLabelString(0) + ".plain." + TestUpstream.ZONE);
              Replies.answer(client.udp(question(victim, Type.A)), ADDRESS);
            }));
  }

  private static Message upstreamQuestion(Client client, Message question) throws Exception {
    Replies.answer(client.udp(question), ADDRESS);
    return client.upstream().asked(question.getQuestion().getName()).getFirst();
  }

  private static void aliases(List<Rule> rules) {
    rules.add(
        Rule.of(
            "an alias comes with what it leads to, in order",
            "RFC 1034 3.6.2",
            client -> {
              Message reply = client.udp(question(fresh("cname"), Type.A));
              Replies.rcode(reply, Rcode.NOERROR);
              unlessEqual(List.of(Type.CNAME, Type.A), types(reply), "types");
            }));
    rules.add(
        Rule.of(
            "the end of a chain is looked up when the upstream left it out",
            "RFC 1034 5.3.3",
            client -> {
              Message reply = client.udp(question(fresh("cnamepart"), Type.A));
              unlessEqual(List.of(Type.CNAME, Type.A), types(reply), "types");
            }));
    rules.add(
        Rule.of(
            "an alias asked for is not followed",
            "RFC 1034 3.6.2",
            client -> {
              Message reply = client.udp(question(fresh("cname"), Type.CNAME));
              unlessEqual(List.of(Type.CNAME), types(reply), "types");
            }));
    rules.add(
        Rule.of(
            "the rcode is that of the chain's end",
            "RFC 6604 3",
            client -> {
              Message reply = client.udp(question(fresh("cnamenx"), Type.A));
              Replies.rcode(reply, Rcode.NXDOMAIN);
              unlessEqual(List.of(Type.CNAME), types(reply), "types");
            }));
    rules.add(
        Rule.of(
            "a circle of aliases fails",
            "RFC 1034 3.6.2",
            client -> {
              Message reply = client.udp(question(fresh("loop"), Type.A));
              unless(!Replies.has(reply, Section.ANSWER, Type.A), "there is an address");
            }));
    rules.add(
        Rule.of(
            "a chain of 20 aliases ends in an answer or a failure",
            "RFC 1034 3.6.2",
            client -> {
              Message reply = client.tcp(question(fresh("chain20"), Type.A));
              Replies.rcode(reply, Rcode.NOERROR, Rcode.SERVFAIL);
            }));
    rules.add(
        Rule.of(
            "a DNAME comes with the alias it stands for, of the same TTL",
            "RFC 6672 3.1",
            client -> {
              Message reply = client.udp(question(fresh("dname"), Type.A));
              unlessEqual(List.of(Type.DNAME, Type.CNAME, Type.A), types(reply), "types");
              List<Record> records = reply.getSection(Section.ANSWER);
              long ttl = records.get(0).getTTL();
              unless(
                  Math.abs(records.get(1).getTTL() - ttl) <= 1,
                  "TTLs " + ttl + " and " + records.get(1).getTTL());
            }));
    rules.add(
        Rule.of(
            "a DNAME that makes the name too long is YXDOMAIN",
            "RFC 6672 2.2",
            client -> {
              String label = "y".repeat(60) + ".";
              Name name = new Name(label + label + fresh("yx"));
              Replies.rcode(client.udp(question(name, Type.A)), Rcode.YXDOMAIN);
            }));
  }

  private static List<Integer> types(Message reply) {
    return reply.getSection(Section.ANSWER).stream().map(Record::getType).toList();
  }

  private static void negative(List<Rule> rules) {
    rules.add(
        Rule.of(
            "NXDOMAIN has the SOA record, its TTL at most its MINIMUM",
            "RFC 2308 3, 5",
            client -> {
              Message reply = client.udp(question(fresh("nx"), Type.A));
              Replies.rcode(reply, Rcode.NXDOMAIN);
              long ttl = Replies.first(reply, Section.AUTHORITY, Type.SOA).getTTL();
              unless(ttl > 100 && ttl <= 120, "TTL " + ttl + " of MINIMUM 120");
            }));
    rules.add(
        Rule.of(
            "a SOA record's TTL below its MINIMUM stays",
            "RFC 2308 5",
            client -> {
              Message reply = client.udp(question(fresh("nxbrief"), Type.A));
              long ttl = Replies.first(reply, Section.AUTHORITY, Type.SOA).getTTL();
              unless(ttl > 40 && ttl <= 60, "TTL " + ttl + " of 60");
            }));
    rules.add(
        Rule.of(
            "NODATA is NOERROR with the SOA record",
            "RFC 2308 2.2",
            client -> {
              Message reply = client.udp(question(fresh("nodata"), Type.A));
              Replies.answer(reply);
              Replies.first(reply, Section.AUTHORITY, Type.SOA);
            }));
    rules.add(
        Rule.of(
            "NXDOMAIN is remembered",
            "RFC 2308 5",
            client -> {
              Name name = fresh("nx");
              client.udp(question(name, Type.A));
              int asked = client.upstream().asked(name).size();
              Replies.rcode(client.udp(question(name, Type.A)), Rcode.NXDOMAIN);
              unlessEqual(asked, client.upstream().asked(name).size(), "questions upstream");
            }));
    rules.add(
        Rule.of(
            "NXDOMAIN without a SOA record is not remembered",
            "RFC 2308 5",
            client -> {
              Name name = fresh("nxnosoa");
              client.udp(question(name, Type.A));
              int asked = client.upstream().asked(name).size();
              client.udp(question(name, Type.A));
              unless(client.upstream().asked(name).size() > asked, "it was not asked for again");
            }));
  }

  private static void ttls(List<Rule> rules) {
    rules.add(
        Rule.of(
            "a TTL counts down",
            "RFC 1034 3.6",
            client -> {
              Name name = fresh("brief");
              long first = Replies.ttl(client.udp(question(name, Type.A)));
              Replies.unlessWithin(
                  8_000,
                  () -> Replies.ttl(client.udp(question(name, Type.A))) < first,
                  "it stays at " + first);
            }));
    rules.add(
        Rule.of(
            "a negative answer's TTL counts down",
            "RFC 2308 5, 6",
            client -> {
              Name name = fresh("nx");
              long first = soaTtl(client, name);
              Replies.unlessWithin(
                  8_000, () -> soaTtl(client, name) < first, "it stays at " + first);
            }));
    rules.add(
        Rule.of(
            "when its TTL is over, a name is looked up again",
            "RFC 1034 3.6",
            client -> {
              Name name = fresh("brief");
              List<String> first = Replies.answers(client.udp(question(name, Type.A)));
              Replies.unlessWithin(
                  12_000,
                  () -> !Replies.answers(client.udp(question(name, Type.A))).equals(first),
                  "it is still the first answer");
            }));
    rules.add(
        Rule.of(
            "a TTL of zero is passed on and not remembered",
            "RFC 1035 3.2.1",
            client -> unremembered(client, "ttl0")));
    rules.add(
        Rule.of(
            "a TTL of 2^31 or more counts as zero",
            "RFC 2181 8",
            client -> unremembered(client, "ttltop")));
    rules.add(
        Rule.of(
            "the records of one RRset have one TTL, the lowest",
            "RFC 2181 5.2",
            client -> {
              Message reply = client.udp(question(fresh("mixedttl"), Type.A));
              List<Long> ttls =
                  reply.getSection(Section.ANSWER).stream().map(Record::getTTL).toList();
              unless(ttls.size() == 2 && ttls.get(0).equals(ttls.get(1)), "TTLs " + ttls);
              unless(ttls.getFirst() <= 100, "TTL " + ttls.getFirst());
            }));
  }

  private static long soaTtl(Client client, Name name) throws Exception {
    Message reply = client.udp(question(name, Type.A));
    return Replies.first(reply, Section.AUTHORITY, Type.SOA).getTTL();
  }

  private static void unremembered(Client client, String behaviour) throws Exception {
    Name name = fresh(behaviour);
    Message first = client.udp(question(name, Type.A));
    unlessEqual(0L, Replies.ttl(first), "TTL");
    Message second = client.udp(question(name, Type.A));
    unless(
        !Replies.answers(first).equals(Replies.answers(second)), "the first answer is remembered");
  }
}
