package org.pando.resolver.conformance;

import static org.pando.resolver.conformance.Client.fresh;
import static org.pando.resolver.conformance.Client.question;
import static org.pando.resolver.conformance.Violation.unless;
import static org.pando.resolver.conformance.Violation.unlessEqual;

import java.util.List;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Who gets DNSSEC records, and what AD and CD mean, of a resolver that does not validate. */
final class DnssecRules {
  static final List<Rule> RULES =
      List.of(
          Rule.of(
              "signatures are for those who set DO, whoever asked first",
              "RFC 4035 3.2.1",
              client -> {
                Name name = fresh("signed");
                for (boolean dnssec : new boolean[] {false, true, false, true}) {
                  Message reply = client.udp(asking(name, Type.A, dnssec));
                  Replies.rcode(reply, Rcode.NOERROR);
                  unlessEqual(
                      dnssec,
                      Replies.has(reply, Section.ANSWER, Type.RRSIG),
                      "RRSIG, DO " + dnssec);
                }
              }),
          Rule.of(
              "a signature belongs to a record of the answer",
              "RFC 4035 3.1.1",
              client -> {
                Message reply = client.udp(asking(fresh("signed"), Type.A, true));
                for (Record r : reply.getSection(Section.ANSWER)) {
                  if (r instanceof RRSIGRecord signature) {
                    unlessEqual(Type.A, signature.getTypeCovered(), "covered type");
                    unlessEqual(Replies.ttl(reply), signature.getTTL(), "TTL of the signature");
                  }
                }
              }),
          Rule.of(
              "the proof of a negative answer is for those who set DO",
              "RFC 4035 3.1.3",
              client -> {
                Name name = fresh("nx");
                for (boolean dnssec : new boolean[] {false, true, false}) {
                  Message reply = client.udp(asking(name, Type.A, dnssec));
                  Replies.rcode(reply, Rcode.NXDOMAIN);
                  for (int type : new int[] {Type.NSEC, Type.RRSIG}) {
                    unlessEqual(
                        dnssec,
                        Replies.has(reply, Section.AUTHORITY, type),
                        Type.string(type) + ", DO " + dnssec);
                  }
                }
              }),
          Rule.of(
              "what a wildcard stands in for has its proof, for those who set DO",
              "RFC 4035 3.1.3.3",
              client -> {
                Name name = fresh("wild");
                Message plain = client.udp(asking(name, Type.A, false));
                unlessEqual(1L, Replies.records(plain).count(), "records without DO");
                Message signed = client.udp(asking(name, Type.A, true));
                unless(Replies.has(signed, Section.AUTHORITY, Type.NSEC), "no NSEC with DO");
              }),
          Rule.of(
              "signatures that are asked for are given without DO",
              "RFC 4035 3.2.1",
              client -> {
                Message reply = client.udp(asking(fresh("signed"), Type.RRSIG, false));
                unless(Replies.has(reply, Section.ANSWER, Type.RRSIG), "there is none");
              }),
          Rule.of(
              "AD of an upstream is not believed",
              "RFC 4035 3.2.3",
              client -> {
                Message question = asking(fresh("ad"), Type.A, true);
                question.getHeader().setFlag(Flags.AD);
                Message reply = client.udp(question);
                Replies.answer(reply, "A 192.0.2.1");
                Replies.flag(reply, Flags.AD, false);
              }),
          Rule.of(
              "AD of a question is not echoed",
              "RFC 6840 5.7",
              client -> {
                Message question = question(fresh("plain"), Type.A);
                question.getHeader().setFlag(Flags.AD);
                Replies.flag(client.udp(question), Flags.AD, false);
              }),
          Rule.of(
              "CD is copied into the reply",
              "RFC 4035 3.2.2",
              client -> {
                Message question = question(fresh("plain"), Type.A);
                question.getHeader().setFlag(Flags.CD);
                Replies.flag(client.udp(question), Flags.CD, true);
                Replies.flag(client.udp(question(fresh("plain"), Type.A)), Flags.CD, false);
              }),
          Rule.of(
              "CD gets what fails the upstream's checks, and nobody else does",
              "RFC 6840 5.9, RFC 4035 4.7",
              client -> {
                Name name = fresh("bogus");
                Message checking = question(name, Type.A);
                checking.getHeader().setFlag(Flags.CD);
                Replies.answer(client.udp(checking), "A 192.0.2.66");
                Replies.rcode(client.udp(question(name, Type.A)), Rcode.SERVFAIL);
                Replies.answer(client.udp(checking), "A 192.0.2.66");
              }),
          Rule.of(
              "a remembered failure does not hide what CD gets",
              "RFC 4035 4.7",
              client -> {
                Name name = fresh("bogus");
                Replies.rcode(client.udp(question(name, Type.A)), Rcode.SERVFAIL);
                Message checking = question(name, Type.A);
                checking.getHeader().setFlag(Flags.CD);
                Replies.answer(client.udp(checking), "A 192.0.2.66");
              }));

  private DnssecRules() {}

  private static Message asking(Name name, int type, boolean dnssec) {
    return EdnsRules.with(question(name, type), dnssec ? ExtendedFlags.DO : 0);
  }
}
