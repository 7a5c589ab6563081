package org.pando.resolver.answer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Turns answers made of records into bytes. */
public final class WireAnswers {
  private WireAnswers() {}

  /**
   * @param name the question's name: names in the answer may point to it
   * @param now in seconds of the node's own clock
   */
  public static WireAnswer of(Name name, int type, Answer answer, long now) {
    Message message = new Message(0);
    message.addRecord(Record.newRecord(name, type, DClass.IN), Section.QUESTION);
    answer.answers().forEach(r -> message.addRecord(r, Section.ANSWER));
    answer.authority().forEach(r -> message.addRecord(r, Section.AUTHORITY));
    byte[] wire = message.toWire();
    int bodyAt = WireQuestion.HEADER + name.length() + 4;
    int[] counts = {answer.answers().size(), answer.authority().size(), 0};
    return new WireAnswer(
        answer.rcode(),
        false,
        counts,
        Arrays.copyOfRange(wire, bodyAt, wire.length),
        ttlOffsets(wire, bodyAt),
        null,
        now);
  }

  /** The opposite of {@link #of}; TTLs are lowered by the answer's age. */
  static Answer parse(Name name, int type, WireAnswer answer, long now) {
    byte[] question = Record.newRecord(name, type, DClass.IN).toWire(Section.QUESTION);
    byte[] wire = new byte[WireQuestion.HEADER + question.length + answer.bodyLength()];
    Octets.putU16(wire, 4, 1);
    Octets.putU16(wire, 6, answer.count(0));
    Octets.putU16(wire, 8, answer.count(1));
    System.arraycopy(question, 0, wire, WireQuestion.HEADER, question.length);
    answer.copyBody(wire, WireQuestion.HEADER + question.length, now);
    try {
      Message message = new Message(wire);
      return new Answer(
          answer.rcode(),
          message.getSection(Section.ANSWER),
          message.getSection(Section.AUTHORITY),
          Answer.Validation.NOT_VALIDATED);
    } catch (IOException e) {
      throw new IllegalStateException("an answer that was encoded here does not parse", e);
    }
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
