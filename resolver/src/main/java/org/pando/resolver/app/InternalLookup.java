package org.pando.resolver.app;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.pando.resolver.answer.ReplyEncoder;
import org.pando.resolver.answer.Trace;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.answer.WireQuestion;
import org.pando.resolver.server.QueryHandler;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Asks as a client would, through the same handler, without a socket. Virtual threads. */
final class InternalLookup {
  private final QueryHandler handler;
  private final LongSupplier seconds;

  InternalLookup(QueryHandler handler, NodeClock clock) {
    this.handler = handler;
    this.seconds = clock.seconds();
  }

  /** What a question got, as decided and as a client would see it. */
  record Answered(WireAnswer answer, Message reply) {}

  /**
   * @throws IllegalArgumentException when the type is none that a resolver answers
   */
  Answered ask(Name name, int type, Trace trace) {
    Message message = new Message();
    message.getHeader().setFlag(Flags.RD);
    message.addRecord(Record.newRecord(name, type, DClass.IN), Section.QUESTION);
    message.addRecord(new OPTRecord(WireQuestion.EDNS_SIZE, 0, 0), Section.ADDITIONAL);
    byte[] packet = message.toWire();
    WireQuestion question = new WireQuestion();
    if (question.read(packet, packet.length) != WireQuestion.Reading.QUESTION) {
      throw new IllegalArgumentException("a type that no resolver answers: " + type);
    }
    WireAnswer answer = handler.answer(question, trace);
    return new Answered(answer, reply(question, answer));
  }

  private Message reply(WireQuestion question, WireAnswer answer) {
    byte[] bytes = new byte[ReplyEncoder.MAX_REPLY];
    int length =
        new ReplyEncoder(true)
            .encode(question, answer, seconds.getAsLong(), ReplyEncoder.MAX_REPLY, bytes);
    try {
      return new Message(Arrays.copyOf(bytes, length));
    } catch (IOException e) {
      throw new IllegalStateException("a reply that was encoded here does not parse", e);
    }
  }
}
