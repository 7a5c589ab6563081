package org.pando.resolver.answer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Turns answers made of records into bytes. */
public final class WireAnswers {
  /** Room for header, question and a full OPT record has to stay in a message of 64 KiB. */
  private static final int MAX_BODY = ReplyEncoder.MAX_REPLY - 512;

  private WireAnswers() {}

  /**
   * Encodes an answer, with a second image when it has DNSSEC records.
   *
   * @param query its name is what names in the answer may point to
   * @param ttl what becomes of each record's TTL
   * @param now in seconds of the node's own clock
   * @throws ResolutionException when it is longer than a DNS message can be
   */
  static WireAnswer of(Query query, Answer answer, LongUnaryOperator ttl, long now)
      throws ResolutionException {
    Answer plain = answer.withoutDnssec(query.type());
    WireAnswer signed = plain.size() == answer.size() ? null : image(query, answer, ttl, now, null);
    return image(query, plain, ttl, now, signed);
  }

  private static WireAnswer image(
      Query query, Answer answer, LongUnaryOperator ttl, long now, @Nullable WireAnswer signed)
      throws ResolutionException {
    Message message = new Message(0);
    message.addRecord(question(query), Section.QUESTION);
    answer.answers().forEach(r -> message.addRecord(r, Section.ANSWER));
    answer.authority().forEach(r -> message.addRecord(r, Section.AUTHORITY));
    byte[] wire = message.toWire();
    int bodyAt = WireQuestion.HEADER + query.name().length() + 4;
    byte[] body = Arrays.copyOfRange(wire, bodyAt, wire.length);
    if (body.length > MAX_BODY) {
      throw new ResolutionException(
          Failure.TOO_LONG, "the answer has " + body.length + " bytes, more than a message holds");
    }
    int[] offsets = ttlOffsets(wire, bodyAt);
    for (int offset : offsets) {
      Octets.putU32(body, offset, ttl.applyAsLong(Octets.u32(body, offset)));
    }
    int[] counts = {answer.answers().size(), answer.authority().size(), 0};
    return new WireAnswer(
        answer.rcode(), false, counts, body, offsets, answer.error(), now, signed);
  }

  /**
   * An answer from data that this node holds, as records.
   *
   * @throws ResolutionException when it says that there is no answer
   */
  public static Answer ageless(Name name, int type, WireAnswer answer) throws ResolutionException {
    if (answer.rcode() != Rcode.SERVFAIL) {
      return parse(new Query(name, type, false, Trace.NONE), answer, 0);
    }
    ExtendedError error = answer.error();
    String why = name + " cannot be answered";
    throw error == null
        ? new ResolutionException(Failure.FAULT, why)
        : new ResolutionException(Failure.SERVER_FAILURE, error.text(), error);
  }

  /** The opposite of {@link #of}, DNSSEC records included; TTLs are lowered by the answer's age. */
  static Answer parse(Query query, WireAnswer answer, long now) {
    try {
      return read(query, answer.image(true), now);
    } catch (IOException e) {
      throw new IllegalStateException("an answer that was encoded here does not parse", e);
    }
  }

  /**
   * The records of one image of an answer.
   *
   * @throws IOException when they do not parse
   */
  static Answer read(Query query, WireAnswer answer, long now) throws IOException {
    byte[] question = question(query).toWire(Section.QUESTION);
    byte[] wire = new byte[WireQuestion.HEADER + question.length + answer.bodyLength()];
    Octets.putU16(wire, 4, 1);
    Octets.putU16(wire, 6, answer.count(0));
    Octets.putU16(wire, 8, answer.count(1));
    System.arraycopy(question, 0, wire, WireQuestion.HEADER, question.length);
    answer.copyBody(wire, WireQuestion.HEADER + question.length, now);
    Message message = new Message(wire);
    return new Answer(
        answer.rcode(),
        message.getSection(Section.ANSWER),
        message.getSection(Section.AUTHORITY),
        Answer.Validation.NOT_VALIDATED,
        answer.error());
  }

  private static Record question(Query query) {
    return Record.newRecord(query.name(), query.type(), DClass.IN);
  }

  private static int[] ttlOffsets(byte[] wire, int bodyAt) {
    List<Integer> offsets = new ArrayList<>();
    int at = bodyAt;
    while (at < wire.length) {
      at = skipName(wire, at);
      offsets.add(at + 4 - bodyAt);
      at += 10 + Octets.u16(wire, at + 8);
    }
    return offsets.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int skipName(byte[] wire, int from) {
    int at = from;
    while (wire[at] != 0) {
      if ((wire[at] & 0xc0) == 0xc0) {
        return at + 2;
      }
      at += 1 + wire[at];
    }
    return at + 1;
  }
}
