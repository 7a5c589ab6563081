package org.pando.resolver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.resolver.server.TestServer.question;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pando.resolver.config.Prefix;
import org.pando.resolver.observe.Drop;
import org.pando.resolver.observe.Protocol;
import org.pando.resolver.observe.Refusal;
import org.pando.resolver.server.Conversation.Wire;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What every listener must do, over real sockets. A new listener gets a constant in Wire. */
class ListenerContractTest {
  private static final TestServer.Setting STRANGERS_ONLY =
      TestServer.Setting.DEFAULT.allowing(Prefix.of(InetAddress.ofLiteral("192.0.2.0"), 24));

  private final List<TestServer> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(TestServer::close);
  }

  private TestServer start(TestServer.Setting setting) throws ListenException {
    TestServer server = new TestServer(setting);
    started.add(server);
    return server;
  }

  private TestServer start() throws ListenException {
    return start(TestServer.Setting.DEFAULT);
  }

  private Message ask(Wire wire, TestServer server, byte[] packet) throws IOException {
    try (Conversation conversation = wire.open(server.address)) {
      conversation.send(packet);
      Message reply = conversation.reply();
      int id = (packet[0] & 0xff) << 8 | (packet[1] & 0xff);
      assertEquals(id, reply.getHeader().getID());
      assertTrue(reply.getHeader().getFlag(Flags.QR));
      return reply;
    }
  }

  private int rcode(Wire wire, Message question) throws Exception {
    return ask(wire, start(), question.toWire()).getRcode();
  }

  private static int error(Message reply) {
    return ((ExtendedErrorCodeOption) reply.getOPT().getOptions(15).getFirst()).getErrorCode();
  }

  @ParameterizedTest
  @EnumSource
  void aQuestionIsAnsweredInTheCaseItWasAskedIn(Wire wire) throws Exception {
    Message reply = ask(wire, start(), question("FaSt.Example.").toWire());
    assertEquals("FaSt.Example.", reply.getQuestion().getName().toString());
    assertEquals("10.0.0.0", reply.getSection(Section.ANSWER).getFirst().rdataToString());
    assertTrue(reply.getHeader().getFlag(Flags.RA));
  }

  @ParameterizedTest
  @EnumSource
  void silenceForWhatIsNoQuestionThenTheNextIsAnswered(Wire wire) throws Exception {
    Message response = question("fast.example.");
    response.getHeader().setFlag(Flags.QR);
    Message good = question("fast.example.");
    try (Conversation conversation = wire.open(start().address)) {
      conversation.send(new byte[] {1, 2, 3});
      conversation.send(response.toWire());
      conversation.send(good.toWire());
      assertEquals(good.getHeader().getID(), conversation.reply().getHeader().getID());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotServedIsRefusedByItsRcode(Wire wire) throws Exception {
    byte[] cut = question("fast.example.").toWire();
    assertEquals(Rcode.FORMERR, ask(wire, start(), Arrays.copyOf(cut, cut.length - 3)).getRcode());
    Message update = question("fast.example.");
    update.getHeader().setOpcode(Opcode.UPDATE);
    assertEquals(Rcode.NOTIMP, rcode(wire, update));
    assertEquals(Rcode.REFUSED, rcode(wire, question("fast.example.", Type.TXT, DClass.CH, 0)));
    assertEquals(Rcode.REFUSED, rcode(wire, question("fast.example.", Type.AXFR, DClass.IN, 0)));
    assertEquals(Rcode.BADVERS, rcode(wire, question("fast.example.", Type.A, DClass.IN, 1)));
    Message noRecursion = question("unknown.example.");
    noRecursion.getHeader().unsetFlag(Flags.RD);
    assertEquals(Rcode.REFUSED, rcode(wire, noRecursion));
  }

  @ParameterizedTest
  @EnumSource
  void ourOwnAnswersNeedNoRecursionEvenWhenTheyTakeTime(Wire wire) throws Exception {
    TestServer server = start();
    server.release();
    Message late = question("late.example.");
    late.getHeader().unsetFlag(Flags.RD);
    assertEquals(Rcode.NXDOMAIN, ask(wire, server, late.toWire()).getRcode());
  }

  @Test
  void strangersAreRefusedOverUdpUntilTheyFlood() throws Exception {
    TestServer server = start(STRANGERS_ONLY);
    Message reply = ask(Wire.UDP, server, question("fast.example.").toWire());
    assertEquals(Rcode.REFUSED, reply.getRcode());
    assertEquals(ExtendedErrorCodeOption.PROHIBITED, error(reply));
    assertEquals(List.of(), reply.getSection(Section.ANSWER));
    byte[] malformed = new byte[12];
    assertEquals(Rcode.REFUSED, ask(Wire.UDP, server, malformed).getRcode());
    try (Conversation flood = Wire.UDP.open(server.address)) {
      byte[] packet = question("fast.example.").toWire();
      while (server.dropped(Drop.NOT_ADMITTED) == 0) {
        flood.send(packet);
      }
    }
    assertTrue(server.metrics.totals().refused().getOrDefault(Refusal.NOT_ADMITTED, 0L) >= 1);
  }

  @Test
  void connectionsOfStrangersAreClosedUnread() throws Exception {
    TestServer server = start(STRANGERS_ONLY);
    try (Conversation conversation = Wire.TCP.open(server.address)) {
      assertThrows(IOException.class, conversation::receive);
    }
    assertEquals(1, server.dropped(Drop.NOT_ADMITTED));
    assertEquals(0, server.metrics.totals().received().getOrDefault(Protocol.TCP, 0L));
  }

  @ParameterizedTest
  @EnumSource
  void aFullSlowLaneFailsAtOnceAndTheFastLaneGoesOn(Wire wire) throws Exception {
    TestServer server = start(TestServer.Setting.DEFAULT.withPlaces(1));
    try (Conversation conversation = wire.open(server.address)) {
      Message waiting = question("one.example.");
      Message refused = question("two.example.");
      conversation.send(waiting.toWire());
      conversation.send(refused.toWire());
      Message reply = conversation.reply();
      assertEquals(refused.getHeader().getID(), reply.getHeader().getID());
      assertEquals(Rcode.SERVFAIL, reply.getRcode());
      assertEquals(0, error(reply));
      assertEquals(Rcode.NOERROR, ask(wire, server, question("fast.example.").toWire()).getRcode());
      server.release();
      Message late = conversation.reply();
      assertEquals(waiting.getHeader().getID(), late.getHeader().getID());
      assertEquals(Rcode.NXDOMAIN, late.getRcode());
    }
  }

  @Test
  void whatIsTooLongForUdpIsWholeOverTcp() throws Exception {
    TestServer server = start();
    Message plain = question("big.example.");
    plain.removeAllRecords(Section.ADDITIONAL);
    for (Message question : List.of(plain, question("big.example."))) {
      Message cut = ask(Wire.UDP, server, question.toWire());
      assertTrue(cut.getHeader().getFlag(Flags.TC));
      assertEquals(List.of(), cut.getSection(Section.ANSWER));
      Message whole = ask(Wire.TCP, server, question.toWire());
      assertTrue(!whole.getHeader().getFlag(Flags.TC));
      assertEquals(100, whole.getSection(Section.ANSWER).size());
    }
  }

  /** RFC 7766 sections 6.2.1.1 and 7: a slow answer holds up no fast one. */
  @Test
  void questionsOnOneConnectionAreAnsweredAsTheyAreReady() throws Exception {
    TestServer server = start();
    try (Conversation conversation = Wire.TCP.open(server.address)) {
      Message slow = question("slow.example.");
      conversation.send(slow.toWire());
      List<Integer> sent = new ArrayList<>();
      List<Integer> answered = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Message fast = question("fast.example.");
        sent.add(fast.getHeader().getID());
        conversation.send(fast.toWire());
      }
      for (int i = 0; i < 20; i++) {
        answered.add(conversation.reply().getHeader().getID());
      }
      Collections.sort(sent);
      Collections.sort(answered);
      assertEquals(sent, answered);
      server.release();
      assertEquals(slow.getHeader().getID(), conversation.reply().getHeader().getID());
    }
  }

  @Test
  void everyEventLoopReceivesOverUdpWhereSocketsMayShareAPort() throws Exception {
    TestServer server = start(TestServer.Setting.DEFAULT.onLoops(2));
    for (int client = 0; client < 100; client++) {
      assertEquals(
          Rcode.NOERROR, ask(Wire.UDP, server, question("fast.example.").toWire()).getRcode());
    }
    assertEquals(Transport.best().sharesPorts() ? 2 : 1, server.loopsThatAnswered());
  }

  @Test
  void anAddressThatIsTakenIsRefusedAndNothingOfItStaysOpen() throws Exception {
    TestServer server = start(TestServer.Setting.DEFAULT.onLoops(2));
    ListenException taken =
        assertThrows(ListenException.class, () -> server.listeners.listen(server.address));
    assertEquals(ListenException.Kind.IN_USE, taken.kind());
    assertEquals(
        Rcode.NOERROR, ask(Wire.UDP, server, question("fast.example.").toWire()).getRcode());
    server.listeners.close(server.address);
    assertEquals(server.address, server.listeners.listen(server.address));
  }

  static Stream<Transport> transports() {
    return Stream.of(Transport.best(), Transport.NIO).distinct();
  }

  /** The system's own transport where there is one, and what works everywhere. */
  @ParameterizedTest
  @MethodSource("transports")
  void manyQuestionsAtOnceAreAllAnswered(Transport transport) throws Exception {
    TestServer server = start(TestServer.Setting.DEFAULT.over(transport));
    for (Wire wire : Wire.values()) {
      try (Conversation conversation = wire.open(server.address)) {
        Set<Integer> sent = new HashSet<>();
        Set<Integer> answered = new HashSet<>();
        for (int id = 1; id <= 100; id++) {
          Message question = question("fast.example.");
          question.getHeader().setID(id);
          sent.add(id);
          conversation.send(question.toWire());
        }
        for (int i = 0; i < 100; i++) {
          answered.add(conversation.reply().getHeader().getID());
        }
        assertEquals(sent, answered);
      }
    }
  }
}
