package org.pando.resolver.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

class ReplyEncoderTest {
  private static final ExtendedError WHY =
      new ExtendedError(ExtendedError.Code.NETWORK_ERROR, "no route");

  private static final Name SIGNED = Name.fromConstantString("signed.example.");

  private final ReplyEncoder encoder = new ReplyEncoder(true);
  private final byte[] out = new byte[ReplyEncoder.MAX_REPLY];

  private static WireQuestion question(String name, int type, boolean edns) throws Exception {
    Message message = Message.newQuery(Record.newRecord(new Name(name), type, DClass.IN));
    if (edns) {
      message.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
    }
    byte[] wire = message.toWire();
    WireQuestion question = new WireQuestion();
    assertEquals(WireQuestion.Reading.QUESTION, question.read(wire, wire.length));
    return question;
  }

  private Message reply(WireQuestion question, WireAnswer answer, long now, int limit)
      throws Exception {
    int length = encoder.encode(question, answer, now, limit, out);
    assertTrue(length <= limit);
    return new Message(Arrays.copyOf(out, length));
  }

  private static WireAnswer encoded(Name name, int type, Answer answer, long now) throws Exception {
    return WireAnswers.of(
        new Query(name, type, false, Trace.NONE), answer, LongUnaryOperator.identity(), now);
  }

  private static Answer address(String name, int ttl) throws Exception {
    InetAddress address = InetAddress.getByName("192.0.2.1");
    return new Answer(
        Rcode.NOERROR,
        List.of(new ARecord(new Name(name), DClass.IN, ttl, address)),
        List.of(),
        Answer.Validation.NOT_VALIDATED);
  }

  @Test
  void theQuestionComesBackInItsOwnCaseAndTheTtlIsLoweredByTheAge() throws Exception {
    WireQuestion asked = question("ExAmPlE.com.", Type.A, true);
    WireAnswer answer =
        encoded(new Name("example.com."), Type.A, address("example.com.", 300), 1000);
    Message reply = reply(asked, answer, 1100, 1232);
    assertEquals("ExAmPlE.com.", reply.getQuestion().getName().toString());
    Record record = reply.getSection(Section.ANSWER).get(0);
    assertEquals("ExAmPlE.com.", record.getName().toString());
    assertEquals(200, record.getTTL());
    assertTrue(reply.getHeader().getFlag(Flags.QR));
    assertTrue(reply.getHeader().getFlag(Flags.RA));
    assertTrue(reply.getHeader().getFlag(Flags.RD));
    assertFalse(reply.getHeader().getFlag(Flags.AA));
    assertEquals(asked.id(), reply.getHeader().getID());
    assertEquals(1232, reply.getOPT().getPayloadSize());
  }

  @Test
  void aTtlNeverFallsBelowZero() throws Exception {
    WireAnswer answer = encoded(new Name("a."), Type.A, address("a.", 5), 0);
    Message reply = reply(question("a.", Type.A, false), answer, 60, 512);
    assertEquals(0, reply.getSection(Section.ANSWER).get(0).getTTL());
    assertNull(reply.getOPT(), "no OPT for a client that sent none");
  }

  @Test
  void whatDoesNotFitIsTruncatedToNothing() throws Exception {
    Name name = new Name("big.example.");
    Answer big =
        new Answer(
            Rcode.NOERROR,
            List.of(new TXTRecord(name, DClass.IN, 60, List.of("x".repeat(250), "y".repeat(250)))),
            List.of(),
            Answer.Validation.NOT_VALIDATED);
    WireAnswer answer = encoded(name, Type.TXT, big, 0);
    Message small = reply(question("big.example.", Type.TXT, false), answer, 0, 512);
    assertTrue(small.getHeader().getFlag(Flags.TC));
    assertEquals(0, small.getSection(Section.ANSWER).size());
    Message whole = reply(question("big.example.", Type.TXT, true), answer, 0, 1232);
    assertFalse(whole.getHeader().getFlag(Flags.TC));
    assertEquals(1, whole.getSection(Section.ANSWER).size());
  }

  @Test
  void errorsSayWhyToClientsThatUnderstand() throws Exception {
    WireAnswer failure = WireAnswer.error(Rcode.SERVFAIL, WHY);
    Message reply = reply(question("a.", Type.A, true), failure, 0, 512);
    assertEquals(Rcode.SERVFAIL, reply.getRcode());
    ExtendedErrorCodeOption why = (ExtendedErrorCodeOption) reply.getOPT().getOptions(15).get(0);
    assertEquals(23, why.getErrorCode());
    assertEquals("no route", why.getText());
    Message plain = reply(question("a.", Type.A, false), failure, 0, 512);
    assertNull(plain.getOPT());
  }

  @Test
  void aReasonThatDoesNotFitIsLeftOutBeforeTheAnswerIs() throws Exception {
    WireAnswer answer =
        new BodyWriter()
            .add(BodyWriter.Section.ANSWER, null, Type.A, 60, new byte[4])
            .finish(Rcode.NOERROR, WHY);
    WireQuestion asked = question("a.", Type.A, true);
    int whole = encoder.encode(asked, answer, 0, 512, out);
    assertEquals(1, reply(asked, answer, 0, whole).getOPT().getOptions(15).size());
    Message less = reply(asked, answer, 0, whole - 1);
    assertEquals(0, less.getOPT().getOptions(15).size());
    assertFalse(less.getHeader().getFlag(Flags.TC));
    assertEquals(1, less.getSection(Section.ANSWER).size());
  }

  @Test
  void extendedErrorsCanBeOff() throws Exception {
    int length =
        new ReplyEncoder(false)
            .encode(
                question("a.", Type.A, true), WireAnswer.error(Rcode.SERVFAIL, WHY), 0, 512, out);
    assertEquals(0, new Message(Arrays.copyOf(out, length)).getOPT().getOptions(15).size());
  }

  @Test
  void aBadVersionIsToldInTheExtendedRcode() throws Exception {
    byte[] packet = badVersion();
    WireQuestion question = new WireQuestion();
    WireQuestion.Reading reading = question.read(packet, packet.length);
    Message reply = reply(question, ReplyEncoder.rejection(reading), 0, 512);
    assertEquals(Rcode.BADVERS, reply.getRcode());
    assertNotNull(reply.getQuestion());
  }

  private static byte[] badVersion() throws Exception {
    Message message = Message.newQuery(Record.newRecord(new Name("a."), Type.A, DClass.IN));
    message.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
    return message.toWire();
  }

  @Test
  void aFormatErrorBeforeTheQuestionHasNone() throws Exception {
    byte[] packet = new byte[12];
    packet[0] = 7;
    WireQuestion question = new WireQuestion();
    WireQuestion.Reading reading = question.read(packet, packet.length);
    Message reply = reply(question, ReplyEncoder.rejection(reading), 0, 512);
    assertEquals(Rcode.FORMERR, reply.getRcode());
    assertEquals(0x700, reply.getHeader().getID());
    assertEquals(0, reply.getHeader().getCount(0));
  }

  @Test
  void cachedBytesBecomeRecordsAgain() throws Exception {
    Name name = new Name("example.com.");
    WireAnswer wire = encoded(name, Type.A, address("example.com.", 300), 10);
    Answer back = WireAnswers.parse(new Query(name, Type.A, false, Trace.NONE), wire, 70);
    assertEquals(240, back.answers().get(0).getTTL());
    assertEquals(address("example.com.", 300).answers(), back.answers());
  }

  private static WireQuestion dnssecQuestion() throws Exception {
    Message message = Message.newQuery(Record.newRecord(SIGNED, Type.A, DClass.IN));
    message.addRecord(new OPTRecord(1232, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
    message.getHeader().setFlag(Flags.AD);
    message.getHeader().setFlag(Flags.CD);
    byte[] wire = message.toWire();
    WireQuestion question = new WireQuestion();
    assertEquals(WireQuestion.Reading.QUESTION, question.read(wire, wire.length));
    return question;
  }

  private static Record signature(Name owner, int covered, int ttl) {
    Instant when = Instant.EPOCH;
    return new RRSIGRecord(
        owner, DClass.IN, ttl, covered, 13, ttl, when, when, 1, SIGNED, new byte[64]);
  }

  private static List<Integer> types(Message reply, int section) {
    return reply.getSection(section).stream().map(Record::getType).toList();
  }

  /** RFC 4035 section 3.2.1. */
  @Test
  void signaturesAreForThoseWhoWantThem() throws Exception {
    Answer answer =
        new Answer(
            Rcode.NOERROR,
            List.of(
                new ARecord(SIGNED, DClass.IN, 60, InetAddress.getByName("192.0.2.1")),
                signature(SIGNED, Type.A, 60)),
            List.of(
                new NSECRecord(SIGNED, DClass.IN, 60, SIGNED, new int[] {Type.A}),
                signature(SIGNED, Type.NSEC, 60)),
            Answer.Validation.NOT_VALIDATED);
    WireAnswer wire = encoded(SIGNED, Type.A, answer, 0);
    Message plain = reply(question("signed.example.", Type.A, true), wire, 10, 1232);
    assertEquals(List.of(Type.A), types(plain, Section.ANSWER));
    assertEquals(List.of(), types(plain, Section.AUTHORITY));
    Message signed = reply(dnssecQuestion(), wire, 10, 1232);
    assertEquals(List.of(Type.A, Type.RRSIG), types(signed, Section.ANSWER));
    assertEquals(List.of(Type.NSEC, Type.RRSIG), types(signed, Section.AUTHORITY));
    signed
        .getSection(Section.ANSWER)
        .forEach(r -> assertEquals(50, r.getTTL(), "its age is not counted"));
    assertEquals(ExtendedFlags.DO, signed.getOPT().getFlags());
    assertEquals(0, plain.getOPT().getFlags());
    assertTrue(signed.getHeader().getFlag(Flags.CD));
    assertFalse(plain.getHeader().getFlag(Flags.CD));
    assertFalse(signed.getHeader().getFlag(Flags.AD), "nobody checked it");
    assertEquals(
        answer.answers(),
        WireAnswers.parse(new Query(SIGNED, Type.A, false, Trace.NONE), wire, 0).answers());
  }

  @Test
  void whoAsksForSignaturesGetsThem() throws Exception {
    Answer answer =
        new Answer(
            Rcode.NOERROR,
            List.of(signature(SIGNED, Type.A, 60)),
            List.of(),
            Answer.Validation.NOT_VALIDATED);
    WireAnswer wire = encoded(SIGNED, Type.RRSIG, answer, 0);
    Message reply = reply(question("signed.example.", Type.RRSIG, false), wire, 0, 512);
    assertEquals(List.of(Type.RRSIG), types(reply, Section.ANSWER));
  }
}
