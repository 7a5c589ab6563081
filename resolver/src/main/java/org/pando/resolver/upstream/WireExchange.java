package org.pando.resolver.upstream;

import java.io.IOException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.WireQuestion;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * One question to a server and the judgement whether bytes that arrived are its reply. DO is always
 * set, so that signatures are there for whoever asks for them later; AD never, since what a server
 * says of its own answer proves nothing (RFC 4035 section 4.9.3).
 */
final class WireExchange {
  private final Message question;

  /**
   * @param random chooses the id: unpredictable, and never the client's (RFC 5452 section 4.3)
   */
  WireExchange(Query query, RandomGenerator random) {
    question = new Message(random.nextInt(1 << 16));
    question.getHeader().setFlag(Flags.RD);
    if (query.checkingDisabled()) {
      question.getHeader().setFlag(Flags.CD);
    }
    question.addRecord(Record.newRecord(query.name(), query.type(), DClass.IN), Section.QUESTION);
    question.addRecord(
        new OPTRecord(WireQuestion.EDNS_SIZE, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
  }

  byte[] bytes() {
    return question.toWire();
  }

  /** The message when it is the reply to this question, else null: then keep waiting. */
  @Nullable Message match(byte[] received) {
    try {
      Message reply = new Message(received);
      Header header = reply.getHeader();
      boolean mine =
          header.getFlag(Flags.QR)
              && header.getID() == question.getHeader().getID()
              && header.getOpcode() == Opcode.QUERY
              && sameQuestion(reply);
      return mine ? reply : null;
    } catch (IOException | RuntimeException e) {
      return null; // dnsjava reports malformed messages by several kinds of exception
    }
  }

  /** An error reply may come without its question (RFC 8906 section 3.1.4). */
  private boolean sameQuestion(Message reply) {
    Record asked = reply.getQuestion();
    if (asked == null) {
      return reply.getHeader().getRcode() != 0 && reply.getHeader().getCount(0) == 0;
    }
    return reply.getHeader().getCount(0) == 1 && asked.equals(question.getQuestion());
  }
}
