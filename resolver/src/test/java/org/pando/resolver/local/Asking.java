package org.pando.resolver.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.text.RecordSyntax;
import org.pando.resolver.answer.AnswerSource;
import org.pando.resolver.answer.ReplyEncoder;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.answer.WireQuestion;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Questions to a source, and what comes back as a client sees it. */
final class Asking {
  private Asking() {}

  static WireQuestion question(String name, int type) {
    Message message =
        Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, DClass.IN));
    message.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
    byte[] wire = message.toWire();
    WireQuestion question = new WireQuestion();
    assertEquals(WireQuestion.Reading.QUESTION, question.read(wire, wire.length));
    return question;
  }

  static @Nullable WireAnswer tryAnswer(AnswerSource source, String name, int type) {
    return source.tryAnswer(question(name, type));
  }

  static Message ask(AnswerSource source, String name, int type) {
    WireQuestion question = question(name, type);
    WireAnswer answer = source.tryAnswer(question);
    assertNotNull(answer, () -> name + " " + Type.string(type) + " is not answered");
    byte[] out = new byte[ReplyEncoder.MAX_REPLY];
    int length = new ReplyEncoder(true).encode(question, answer, 0, 65_535, out);
    try {
      return new Message(Arrays.copyOf(out, length));
    } catch (IOException e) {
      throw new AssertionError("a reply that does not parse", e);
    }
  }

  /** {@code name ttl TYPE data} of each record in a section. */
  static List<String> lines(Message reply, int section) {
    return reply.getSection(section).stream()
        .map(
            r ->
                "%s %d %s %s"
                    .formatted(
                        r.getName(), r.getTTL(), Type.string(r.getType()), r.rdataToString()))
        .toList();
  }

  /** The answer section of a good answer, as {@link #lines}. */
  static List<String> answer(AnswerSource source, String name, int type) {
    Message reply = ask(source, name, type);
    assertEquals(Rcode.NOERROR, reply.getRcode(), reply::toString);
    assertTrue(reply.getHeader().getFlag(Flags.AA), reply::toString);
    return lines(reply, Section.ANSWER);
  }

  /** What a negative answer says: {@code NXDOMAIN local. 60}, its SOA record's owner and TTL. */
  static String negative(AnswerSource source, String name, int type) {
    Message reply = ask(source, name, type);
    assertTrue(reply.getHeader().getFlag(Flags.AA), reply::toString);
    assertEquals(List.of(), reply.getSection(Section.ANSWER), reply::toString);
    List<Record> authority = reply.getSection(Section.AUTHORITY);
    assertEquals(1, authority.size(), reply::toString);
    SOARecord soa = (SOARecord) authority.getFirst();
    assertEquals(soa.getTTL(), soa.getMinimum(), "RFC 6303 section 3: both TTLs match");
    String kind = reply.getRcode() == Rcode.NOERROR ? "NODATA" : Rcode.string(reply.getRcode());
    return kind + " " + soa.getName() + " " + soa.getTTL();
  }

  static OwnedRr record(String name, String line) {
    Name owner = Name.fromConstantString(name);
    try {
      return new OwnedRr(owner, new RecordSyntax(owner).parse(line));
    } catch (RegistryException e) {
      throw new AssertionError(e);
    }
  }

  static Network network(String suffix) {
    return new Network(
        new NetworkId(Bytes.of(new byte[32])), Name.fromConstantString(suffix), 0, 1);
  }
}
