package org.pando.resolver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.AnswerSource;
import org.pando.resolver.answer.BodyWriter;
import org.pando.resolver.answer.FastLane;
import org.pando.resolver.answer.NoNetworks;
import org.pando.resolver.answer.RegistryAnswers;
import org.pando.resolver.answer.RegistryNames;
import org.pando.resolver.answer.ReplyEncoder;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.answer.WireQuestion;
import org.pando.resolver.config.AllowRule;
import org.pando.resolver.config.Prefix;
import org.pando.resolver.lookup.Resolver;
import org.pando.resolver.lookup.SlowAnswers;
import org.pando.resolver.lookup.SlowLane;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What every listener must do, over real sockets. A new listener gets a constant in Wire. */
class ListenerContractTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int PATIENCE_MILLIS = 10_000;

  /** How a client speaks to a listener. */
  enum Wire {
    UDP,
    TCP;

    private Conversation open(InetSocketAddress server) throws IOException {
      return switch (this) {
        case UDP -> new Datagrams(server);
        case TCP -> new Stream(server);
      };
    }
  }

  private interface Conversation extends AutoCloseable {
    void send(byte[] packet) throws IOException;

    byte[] receive() throws IOException;

    @Override
    void close() throws IOException;
  }

  private record Datagrams(DatagramSocket socket) implements Conversation {
    Datagrams(InetSocketAddress server) throws IOException {
      this(new DatagramSocket());
      socket.connect(server);
      socket.setSoTimeout(PATIENCE_MILLIS);
    }

    @Override
    public void send(byte[] packet) throws IOException {
      socket.send(new DatagramPacket(packet, packet.length));
    }

    @Override
    public byte[] receive() throws IOException {
      DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
      socket.receive(packet);
      return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private record Stream(Socket socket) implements Conversation {
    Stream(InetSocketAddress server) throws IOException {
      this(new Socket(server.getAddress(), server.getPort()));
      socket.setSoTimeout(PATIENCE_MILLIS);
    }

    @Override
    public void send(byte[] packet) throws IOException {
      byte[] framed = new byte[2 + packet.length];
      framed[0] = (byte) (packet.length >> 8);
      framed[1] = (byte) packet.length;
      System.arraycopy(packet, 0, framed, 2, packet.length);
      socket.getOutputStream().write(framed);
    }

    @Override
    public byte[] receive() throws IOException {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] packet = new byte[in.readUnsignedShort()];
      in.readFully(packet);
      return packet;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /**
   * Knows fast.example. with one address and big.example. with a hundred; late.example. is known to
   * the slow lane only.
   */
  private static final class Known implements AnswerSource {
    @Override
    public Step step() {
      return Step.LOCAL;
    }

    @Override
    public @Nullable WireAnswer tryAnswer(WireQuestion question) {
      return switch (question.name().canonicalize().toString()) {
        case "fast.example." -> addresses(1);
        case "big.example." -> addresses(100);
        default -> null;
      };
    }

    @Override
    public boolean answersLater(WireQuestion question) {
      return question.name().canonicalize().toString().equals("late.example.");
    }

    private static WireAnswer addresses(int count) {
      BodyWriter body = new BodyWriter();
      for (int i = 0; i < count; i++) {
        body.add(BodyWriter.Section.ANSWER, null, Type.A, 60, new byte[] {10, 0, 0, (byte) i});
      }
      return body.finish(Rcode.NOERROR, null);
    }
  }

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final EventLoopGroup loops =
      Transport.best().loops(1, new DefaultThreadFactory("listener-test"));
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<Listeners> open = new ArrayList<>();

  @AfterEach
  void stop() {
    release.countDown();
    open.forEach(Listeners::close);
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    threads.close();
  }

  private InetSocketAddress listen(List<AllowRule> allowed, int places) throws Exception {
    AnswerCache.Limits limits =
        new AnswerCache.Limits(100_000, Duration.ZERO, Duration.ofHours(1), Duration.ofHours(1));
    AnswerCache cache = new AnswerCache(limits, threads, () -> 0);
    Resolver slow =
        (query, deadline) -> {
          release.await();
          return nothing();
        };
    SlowLane lane =
        new SlowLane(
            new SlowAnswers(new RegistryAnswers(new RegistryNames(new NoNetworks())), slow, cache),
            threads,
            places,
            Duration.ofMinutes(1),
            System::nanoTime);
    QueryHandler handler =
        new QueryHandler(
            new Admission(allowed, List.of()), new FastLane(List.of(new Known())), lane);
    LoopBuffers.Pool buffers = new LoopBuffers.Pool(new ReplyEncoder(true), () -> 0);
    Listeners listeners =
        new Listeners(Transport.best(), loops, handler, buffers, ConcurrentHashMap.newKeySet());
    open.add(listeners);
    return listeners.listen(new InetSocketAddress(LOOPBACK, 0));
  }

  private static Answer nothing() {
    return new Answer(Rcode.NXDOMAIN, List.of(), List.of(), Answer.Validation.NOT_VALIDATED);
  }

  private InetSocketAddress listen() throws Exception {
    return listen(List.of(AllowRule.Local.LOCAL), 100);
  }

  private static Message question(String name, int type, int dclass, int version) {
    Message message =
        Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, dclass));
    message.addRecord(new OPTRecord(4096, 0, version), Section.ADDITIONAL);
    return message;
  }

  private static Message question(String name) {
    return question(name, Type.A, DClass.IN, 0);
  }

  private Message ask(Wire wire, InetSocketAddress server, byte[] packet) throws IOException {
    try (Conversation conversation = wire.open(server)) {
      conversation.send(packet);
      Message reply = new Message(conversation.receive());
      int id = (packet[0] & 0xff) << 8 | (packet[1] & 0xff);
      assertEquals(id, reply.getHeader().getID());
      assertTrue(reply.getHeader().getFlag(Flags.QR));
      return reply;
    }
  }

  private int rcode(Wire wire, Message question) throws Exception {
    return ask(wire, listen(), question.toWire()).getRcode();
  }

  private static int error(Message reply) {
    return ((ExtendedErrorCodeOption) reply.getOPT().getOptions(15).getFirst()).getErrorCode();
  }

  @ParameterizedTest
  @EnumSource
  void aQuestionIsAnsweredInTheCaseItWasAskedIn(Wire wire) throws Exception {
    Message reply = ask(wire, listen(), question("FaSt.Example.").toWire());
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
    try (Conversation conversation = wire.open(listen())) {
      conversation.send(new byte[] {1, 2, 3});
      conversation.send(response.toWire());
      conversation.send(good.toWire());
      assertEquals(
          good.getHeader().getID(), new Message(conversation.receive()).getHeader().getID());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotServedIsRefusedByItsRcode(Wire wire) throws Exception {
    byte[] cut = question("fast.example.").toWire();
    assertEquals(Rcode.FORMERR, ask(wire, listen(), Arrays.copyOf(cut, cut.length - 3)).getRcode());
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
    release.countDown();
    Message late = question("late.example.");
    late.getHeader().unsetFlag(Flags.RD);
    assertEquals(Rcode.NXDOMAIN, rcode(wire, late));
  }

  @ParameterizedTest
  @EnumSource
  void strangersAreRefused(Wire wire) throws Exception {
    InetSocketAddress server =
        listen(List.of(Prefix.of(InetAddress.ofLiteral("192.0.2.0"), 24)), 100);
    Message reply = ask(wire, server, question("fast.example.").toWire());
    assertEquals(Rcode.REFUSED, reply.getRcode());
    assertEquals(ExtendedErrorCodeOption.PROHIBITED, error(reply));
    assertEquals(List.of(), reply.getSection(Section.ANSWER));
  }

  @ParameterizedTest
  @EnumSource
  void aFullSlowLaneFailsAtOnceAndTheFastLaneGoesOn(Wire wire) throws Exception {
    InetSocketAddress server = listen(List.of(AllowRule.Local.LOCAL), 1);
    try (Conversation conversation = wire.open(server)) {
      Message waiting = question("one.example.");
      Message refused = question("two.example.");
      conversation.send(waiting.toWire());
      conversation.send(refused.toWire());
      Message reply = new Message(conversation.receive());
      assertEquals(refused.getHeader().getID(), reply.getHeader().getID());
      assertEquals(Rcode.SERVFAIL, reply.getRcode());
      assertEquals(0, error(reply));
      assertEquals(Rcode.NOERROR, ask(wire, server, question("fast.example.").toWire()).getRcode());
      release.countDown();
      Message late = new Message(conversation.receive());
      assertEquals(waiting.getHeader().getID(), late.getHeader().getID());
      assertEquals(Rcode.NXDOMAIN, late.getRcode());
    }
  }

  @Test
  void whatIsTooLongForUdpIsWholeOverTcp() throws Exception {
    InetSocketAddress server = listen();
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
    try (Conversation conversation = Wire.TCP.open(listen())) {
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
        answered.add(new Message(conversation.receive()).getHeader().getID());
      }
      Collections.sort(sent);
      Collections.sort(answered);
      assertEquals(sent, answered);
      release.countDown();
      assertEquals(
          slow.getHeader().getID(), new Message(conversation.receive()).getHeader().getID());
    }
  }
}
