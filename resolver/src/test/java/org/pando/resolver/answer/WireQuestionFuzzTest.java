package org.pando.resolver.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Timeout;
import org.pando.resolver.Bounded;
import org.pando.resolver.answer.WireQuestion.Reading;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

@Timeout(10)
final class WireQuestionFuzzTest {
  private static final WireAnswer FAILURE = Failure.OVERLOADED.reply("too many questions");

  private final WireQuestion question = new WireQuestion();
  private final byte[] out = new byte[ReplyEncoder.MAX_REPLY];

  /** What a packet is answered with is a reply to it that others can read; or it is dropped. */
  @FuzzTest
  void read(byte[] input) throws Exception {
    Reading reading =
        Bounded.within(input.length, () -> question.read(input.clone(), input.length));
    switch (reading) {
      case IGNORE -> assertTrue(input.length < WireQuestion.HEADER || (input[2] & 0x80) != 0);
      case QUESTION -> {
        Name name = question.name();
        assertEquals(
            QuestionKey.of(name.toWire(), question.type(), question.checkingDisabled()),
            question.key());
        Message reply = reply(FAILURE, input);
        assertEquals(name, reply.getQuestion().getName());
        assertEquals(question.type(), reply.getQuestion().getType());
        assertEquals(question.edns(), reply.getOPT() != null);
      }
      case FORMERR, NOTIMP, BADVERS, REFUSED -> reply(ReplyEncoder.rejection(reading), input);
    }
  }

  private Message reply(WireAnswer answer, byte[] input) throws IOException {
    int length = new ReplyEncoder(true).encode(question, answer, 0, 512, out);
    assertTrue(length <= 512, () -> "a reply of " + length + " bytes");
    Message reply = new Message(Arrays.copyOf(out, length));
    assertEquals(Octets.u16(input, 0), reply.getHeader().getID());
    assertTrue(reply.getHeader().getFlag(Flags.QR));
    assertNotEquals(0, reply.getRcode());
    return reply;
  }
}
