package org.pando.resolver.conformance;

import static org.pando.resolver.conformance.Client.fresh;
import static org.pando.resolver.conformance.Client.question;
import static org.pando.resolver.conformance.Violation.unless;
import static org.pando.resolver.conformance.Violation.unlessEqual;

import java.util.List;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Extension mechanisms (RFC 6891), and what is told in them. */
final class EdnsRules {
  private static final int UNKNOWN_OPTION = 65_001;
  private static final int EDE = EDNSOption.Code.EDNS_EXTENDED_ERROR;

  static final List<Rule> RULES =
      List.of(
          Rule.of(
              "no OPT record for a client that sent none",
              "RFC 6891 7",
              client -> {
                Message reply = client.udp(question(fresh("plain"), Type.A));
                Replies.answer(reply, "A 192.0.2.1");
                unless(reply.getOPT() == null, "there is one");
              }),
          Rule.of(
              "an OPT record of version 0 for a client that sent one",
              "RFC 6891 6.1.1",
              client ->
                  unlessEqual(
                      0, Replies.opt(client.udp(edns("plain", 1232))).getVersion(), "version")),
          Rule.of(
              "1232 bytes over UDP are offered",
              "DNS Flag Day 2020",
              client ->
                  unlessEqual(
                      1232, Replies.opt(client.udp(edns("plain", 4096))).getPayloadSize(), "size")),
          Rule.of(
              "version 1 gets BADVERS in version 0, and no answer",
              "RFC 6891 6.1.3",
              client -> {
                Message question = question(fresh("plain"), Type.A);
                question.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
                Message reply = client.udp(question);
                Replies.rcode(reply, Rcode.BADVERS);
                unlessEqual(0, Replies.opt(reply).getVersion(), "version");
                unlessEqual(List.of(), Replies.answers(reply), "answer section");
              }),
          Rule.of(
              "an unknown option is ignored and not echoed",
              "RFC 6891 6.1.2",
              client -> {
                Message question = question(fresh("plain"), Type.A);
                GenericEDNSOption option = new GenericEDNSOption(UNKNOWN_OPTION, new byte[] {1, 2});
                question.addRecord(
                    new OPTRecord(1232, 0, 0, 0, List.of(option)), Section.ADDITIONAL);
                Message reply = client.udp(question);
                Replies.answer(reply, "A 192.0.2.1");
                unlessEqual(List.of(), Replies.options(reply, UNKNOWN_OPTION), "echoed options");
              }),
          Rule.of(
              "unknown flags are ignored and not echoed",
              "RFC 6891 6.1.4",
              client -> {
                Message question = question(fresh("plain"), Type.A);
                question.addRecord(new OPTRecord(1232, 0, 0, 0x7fff), Section.ADDITIONAL);
                Message reply = client.udp(question);
                Replies.answer(reply, "A 192.0.2.1");
                unlessEqual(0, Replies.opt(reply).getFlags(), "flags");
              }),
          Rule.of(
              "DO is copied",
              "RFC 3225 3",
              client -> {
                Message question = question(fresh("plain"), Type.A);
                question.addRecord(new OPTRecord(1232, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
                unlessEqual(
                    ExtendedFlags.DO, Replies.opt(client.udp(question)).getFlags(), "with DO");
                unlessEqual(0, Replies.opt(client.udp(edns("plain", 1232))).getFlags(), "without");
              }),
          Rule.of(
              "two OPT records get FORMERR",
              "RFC 6891 6.1.1",
              client -> {
                Message question = edns("plain", 1232);
                question.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
                Replies.formerr(client.udpBytes(question.toWire()));
              }),
          Rule.of(
              "an OPT record that is no root's gets FORMERR",
              "RFC 6891 6.1.2",
              client -> {
                byte[] packet = edns("plain", 1232).toWire();
                Packet owned = Packet.of(packet).cut(11).bytes(1, 'x', 0).end(packet, 10);
                Replies.formerr(client.udpBytes(owned.bytes()));
              }),
          Rule.of(
              "an option that ends behind its record gets FORMERR",
              "RFC 6891 6.1.2",
              client -> {
                byte[] packet = edns("plain", 1232).toWire();
                Packet cut = Packet.of(packet).cut(2).bytes(0, 4, 0xfd, 0xe9, 0, 9);
                Replies.formerr(client.udpBytes(cut.bytes()));
              }),
          Rule.of(
              "a size below 512 counts as 512",
              "RFC 6891 6.2.3",
              client -> {
                Message reply = client.udp(edns("plain", 0));
                Replies.answer(reply, "A 192.0.2.1");
              }),
          Rule.of(
              "a failure says why: of the upstream",
              "RFC 8914 2",
              client -> hasError(client.udp(edns("refused", 1232)))),
          Rule.of(
              "a failure says why: the reason that a validating upstream gives",
              "RFC 8914 3",
              client -> {
                Message reply = client.udp(edns("bogus", 1232));
                hasError(reply);
                int code =
                    ((ExtendedErrorCodeOption) Replies.options(reply, EDE).getFirst())
                        .getErrorCode();
                unlessEqual(6, code, "extended error");
              }),
          Rule.of(
              "no extended error for a client without EDNS",
              "RFC 8914 3",
              client -> {
                Message reply = client.udp(question(fresh("refused"), Type.A));
                Replies.rcode(reply, Rcode.SERVFAIL, Rcode.REFUSED);
                unless(reply.getOPT() == null, "there is an OPT record");
              }),
          Rule.of(
              "an answer has no extended error",
              "RFC 8914 3",
              client ->
                  unlessEqual(
                      List.of(), Replies.options(client.udp(edns("plain", 1232)), EDE), "errors")));

  private EdnsRules() {}

  private static void hasError(Message reply) throws Violation {
    Replies.rcode(reply, Rcode.SERVFAIL, Rcode.REFUSED);
    Replies.saysWhy(reply);
  }

  private static Message edns(String behaviour, int size) {
    Message message = question(fresh(behaviour), Type.A);
    message.addRecord(new OPTRecord(size, 0, 0), Section.ADDITIONAL);
    return message;
  }

  /** The question with an OPT record of 1232 bytes. */
  static Message with(Message question, int flags) {
    question.addRecord(new OPTRecord(1232, 0, 0, flags), Section.ADDITIONAL);
    return question;
  }
}
