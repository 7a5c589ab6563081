package org.pando.resolver.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;
import org.pando.resolver.Bounded;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.Trace;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

@Timeout(10)
final class WireExchangeFuzzTest {
  private static final int ID = 0x1234;
  private static final LetterCase LETTERS = LetterCase.random(() -> 0x5555_5555_5555_5555L);
  private static final Name NAME = Name.fromConstantString("www.example.com.");

  /** Packets that are no reply to the question are ignored, whatever they are. */
  @FuzzTest
  void match(byte[] input) {
    WireExchange exchange =
        new WireExchange(
            new Query(NAME, Type.A, false, Trace.NONE), ID, WireExchange.Form.DATAGRAM, LETTERS);
    WireExchange.Match match = Bounded.within(input.length, () -> exchange.match(input.clone()));
    if (match instanceof WireExchange.Match.Reply(Message reply, boolean _)) {
      Record asked = reply.getQuestion();
      assertEquals(ID, reply.getHeader().getID());
      assertTrue(reply.getHeader().getFlag(Flags.QR));
      assertTrue(
          asked == null
              ? reply.getRcode() != 0
              : asked.getName().equals(NAME) && asked.getType() == Type.A);
    }
  }
}
