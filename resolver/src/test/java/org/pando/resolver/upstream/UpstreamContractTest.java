package org.pando.resolver.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.resolver.upstream.Transports.GOOD;
import static org.pando.resolver.upstream.Transports.QUERY;
import static org.pando.resolver.upstream.Transports.ask;
import static org.pando.resolver.upstream.Transports.reason;
import static org.pando.resolver.upstream.Transports.reply;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.Trace;
import org.pando.resolver.config.Capability;
import org.pando.resolver.config.ConfigPlaces;
import org.pando.resolver.config.ConfigReader;
import org.pando.resolver.config.ConfigResult;
import org.pando.resolver.config.UpstreamScheme;
import org.pando.resolver.exchange.Attempt;
import org.pando.resolver.exchange.Outcome;
import org.pando.resolver.upstream.ScriptedServer.Script;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** What every upstream transport must do. Whoever adds a scheme gives it a server in Transports. */
class UpstreamContractTest {
  private static Transports transports;

  @BeforeAll
  static void open() throws Exception {
    transports = new Transports();
  }

  @AfterAll
  static void close() throws Exception {
    transports.close();
  }

  private static Peer server(UpstreamScheme scheme, Script script) throws Exception {
    return transports.server(scheme, script);
  }

  private static Upstream to(UpstreamScheme scheme, Peer server) throws Exception {
    return transports.to(scheme, server.address());
  }

  @ParameterizedTest
  @EnumSource
  void aSchemeIsAccepted(UpstreamScheme scheme, @TempDir Path folder) throws Exception {
    Path file = folder.resolve("pando.toml");
    String path = scheme == UpstreamScheme.HTTPS ? "/dns-query" : "";
    Files.writeString(
        file, "[[upstream]]\nurl = \"" + scheme.text() + "://192.0.2.1" + path + "\"");
    ConfigPlaces places = new ConfigPlaces(Map.of(), folder, folder.resolve("none"));
    ConfigResult result =
        new ConfigReader(places, Capability.IN_THIS_VERSION, false).read(Optional.of(file));
    assertInstanceOf(ConfigResult.Loaded.class, result);
  }

  @ParameterizedTest
  @EnumSource
  void theReplyIsGiven(UpstreamScheme scheme) throws Exception {
    try (Peer server = server(scheme, GOOD)) {
      Message reply = reply(ask(to(scheme, server)));
      assertEquals("192.0.2.1", reply.getSection(Section.ANSWER).getFirst().rdataToString());
      Message question = server.question();
      assertEquals(QUERY.name(), question.getQuestion().getName());
      assertEquals(Type.A, question.getQuestion().getType());
      assertTrue(question.getHeader().getFlag(Flags.RD));
      assertEquals(1232, question.getOPT().getPayloadSize());
      assertEquals(ExtendedFlags.DO, question.getOPT().getFlags());
      assertFalse(question.getHeader().getFlag(Flags.CD));
      assertFalse(question.getHeader().getFlag(Flags.AD));
    }
  }

  /** RFC 8467, RFC 7828. */
  @ParameterizedTest
  @EnumSource
  void optionsAreThoseOfTheTransport(UpstreamScheme scheme) throws Exception {
    try (Peer server = server(scheme, GOOD)) {
      Upstream upstream = to(scheme, server);
      for (String name : List.of("a.", "a-name-of-some-length.example.", "a".repeat(63) + ".b.")) {
        Name asked = Name.fromConstantString(name);
        reply(ask(upstream, new Query(asked, Type.A, false, Trace.NONE)));
        Message question = server.question();
        int length = question.toWire().length;
        assertEquals(scheme.encrypted(), length % 128 == 0, name + ": " + length + " octets");
        boolean keepAlive = !question.getOPT().getOptions(EDNSOption.Code.TCP_KEEPALIVE).isEmpty();
        assertEquals(scheme == UpstreamScheme.TCP || scheme == UpstreamScheme.TLS, keepAlive);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverChecksByItselfIsGivenWhatFailsTheServersChecks(UpstreamScheme scheme)
      throws Exception {
    try (Peer server = server(scheme, GOOD)) {
      Query checking = new Query(QUERY.name(), QUERY.type(), true, Trace.NONE);
      Message reply = reply(ask(to(scheme, server), checking));
      assertEquals(1, reply.getSection(Section.ANSWER).size());
      assertTrue(server.question().getHeader().getFlag(Flags.CD));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anErrorReplyIsAReply(UpstreamScheme scheme) throws Exception {
    Script refusing =
        question -> {
          Message reply = ScriptedServer.answer(question);
          reply.removeAllRecords(Section.QUESTION);
          reply.removeAllRecords(Section.ANSWER);
          reply.getHeader().setRcode(Rcode.REFUSED);
          return List.of(reply.toWire());
        };
    try (Peer server = server(scheme, refusing)) {
      assertEquals(Rcode.REFUSED, reply(ask(to(scheme, server))).getRcode());
    }
  }

  /** What is no reply to the question asked; a forger sends such. */
  enum Wrong {
    ID,
    NAME,
    NAME_AS_LONG,
    TYPE,
    DCLASS,
    NO_QUESTION,
    TWO_QUESTIONS,
    OPCODE,
    NOT_A_REPLY,
    GARBAGE,
    HEADER_ONLY,
    CUT,
    EMPTY;

    byte[] of(Message reply) {
      byte[] wire = reply.toWire();
      Name asked = reply.getQuestion().getName();
      return switch (this) {
        case ID -> edit(reply, r -> r.getHeader().setID(r.getHeader().getID() ^ 1));
        case NAME -> question(reply, Name.fromConstantString("other.example."), Type.A, 1);
        case NAME_AS_LONG -> question(reply, Name.fromConstantString("example.net."), Type.A, 1);
        case TYPE -> question(reply, asked, Type.AAAA, 1);
        case DCLASS -> question(reply, asked, Type.A, 3);
        case NO_QUESTION -> edit(reply, r -> r.removeAllRecords(Section.QUESTION));
        case TWO_QUESTIONS -> edit(reply, r -> r.addRecord(r.getQuestion(), Section.QUESTION));
        case OPCODE -> edit(reply, r -> r.getHeader().setOpcode(Opcode.NOTIFY));
        case NOT_A_REPLY -> edit(reply, r -> r.getHeader().unsetFlag(Flags.QR));
        case GARBAGE -> new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
        case HEADER_ONLY -> Arrays.copyOf(wire, 12);
        case CUT -> Arrays.copyOf(wire, wire.length - 2);
        case EMPTY -> new byte[0];
      };
    }

    private static byte[] edit(Message reply, Consumer<Message> change) {
      Message copy = reply.clone();
      change.accept(copy);
      return copy.toWire();
    }

    private static byte[] question(Message reply, Name name, int type, int dclass) {
      return edit(
          reply,
          r -> {
            r.removeAllRecords(Section.QUESTION);
            r.addRecord(Record.newRecord(name, type, dclass), Section.QUESTION);
          });
    }
  }

  static Message forged(Message question) {
    Message reply = ScriptedServer.answer(question);
    reply.getHeader().setFlag(Flags.AA);
    return reply;
  }

  static Stream<Arguments> wrongs() {
    return Arrays.stream(UpstreamScheme.values())
        .flatMap(scheme -> Arrays.stream(Wrong.values()).map(w -> Arguments.of(scheme, w)));
  }

  /**
   * Connections have nothing better to come to than what does match; over UDP some of it moves the
   * question to TCP; over HTTPS no second body can follow.
   */
  @ParameterizedTest
  @MethodSource("wrongs")
  void whatDoesNotMatchIsNeverTaken(UpstreamScheme scheme, Wrong wrong) throws Exception {
    Script script =
        question -> List.of(wrong.of(forged(question)), ScriptedServer.answer(question).toWire());
    try (Peer server =
        scheme == UpstreamScheme.UDP ? new ScriptedServer(script, GOOD) : server(scheme, script)) {
      Outcome outcome = ask(to(scheme, server));
      if (scheme == UpstreamScheme.HTTPS) {
        assertTrue(reason(outcome).contains("something else than asked"), reason(outcome));
      } else {
        assertFalse(reply(outcome).getHeader().getFlag(Flags.AA), "the forged reply was taken");
        assertEquals(1, reply(outcome).getSection(Section.ANSWER).size());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReplyCutAnywhereIsNoReply(UpstreamScheme scheme) throws Exception {
    int whole = ScriptedServer.answer(new WireQuestionOf(QUERY).message()).toWire().length;
    for (int length = 0; length < whole; length++) {
      int cut = length;
      Script script =
          question ->
              List.of(
                  Arrays.copyOf(forged(question).toWire(), cut),
                  ScriptedServer.answer(question).toWire());
      try (Peer server = server(scheme, script)) {
        Outcome outcome = ask(to(scheme, server));
        if (scheme == UpstreamScheme.HTTPS) {
          assertTrue(reason(outcome).contains("something else than asked"), cut + ": " + outcome);
        } else {
          assertFalse(reply(outcome).getHeader().getFlag(Flags.AA), "cut to " + cut);
        }
      }
    }
  }

  /** A question as a server reads it. */
  private record WireQuestionOf(Query query) {
    Message message() {
      return Message.newQuery(Record.newRecord(query.name(), query.type(), 1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void longRepliesArrive(UpstreamScheme scheme) throws Exception {
    Script script =
        question -> {
          Message reply = ScriptedServer.answer(question);
          reply.removeAllRecords(Section.ANSWER);
          for (int i = 0; i < 260; i++) {
            reply.addRecord(
                new TXTRecord(QUERY.name(), 1, 300, i + "x".repeat(230)), Section.ANSWER);
          }
          return List.of(reply.toWire());
        };
    Script udp = question -> List.of(Arrays.copyOf(script.replies(question).getFirst(), 1400));
    try (Peer server =
        scheme == UpstreamScheme.UDP ? new ScriptedServer(udp, script) : server(scheme, script)) {
      assertEquals(260, reply(ask(to(scheme, server))).getSection(Section.ANSWER).size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyQuestionsGoOutAtOnceAndTheirRepliesComeInAnyOrder(UpstreamScheme scheme)
      throws Exception {
    int count = 50;
    List<Message> held = Collections.synchronizedList(new ArrayList<>());
    Script script =
        question -> {
          held.add(question);
          if (scheme == UpstreamScheme.HTTPS || scheme == UpstreamScheme.UDP) {
            return GOOD.replies(question);
          }
          if (held.size() < count) {
            return List.of();
          }
          return held.reversed().stream().map(q -> ScriptedServer.answer(q).toWire()).toList();
        };
    try (Peer server = server(scheme, script)) {
      Upstream upstream = to(scheme, server);
      CountDownLatch answered = new CountDownLatch(count);
      for (int i = 0; i < count; i++) {
        Name name = Name.fromConstantString("n" + i + ".example.");
        var _ =
            upstream.ask(
                new Query(name, Type.A, false, Trace.NONE),
                outcome -> {
                  if (reply(outcome).getQuestion().getName().equals(name)) {
                    answered.countDown();
                  }
                });
      }
      assertTrue(answered.await(10, TimeUnit.SECONDS), answered.getCount() + " have no reply");
      assertTrue(server.connections() <= 1, server.connections() + " connections");
    }
  }

  @ParameterizedTest
  @EnumSource
  void afterCancellingNothingIsToldAndTheNextQuestionIsAnswered(UpstreamScheme scheme)
      throws Exception {
    AtomicInteger told = new AtomicInteger();
    Script firstSilent =
        question ->
            question.getQuestion().getType() == Type.MX ? List.of() : GOOD.replies(question);
    try (Peer server = server(scheme, firstSilent)) {
      Upstream upstream = to(scheme, server);
      Query never = new Query(QUERY.name(), Type.MX, false, Trace.NONE);
      Attempt attempt = upstream.ask(never, outcome -> told.incrementAndGet());
      server.question();
      attempt.cancel();
      attempt.resend();
      attempt.cancel();
      reply(ask(upstream));
      assertEquals(0, told.get());
      assertEquals(Type.A, server.question().getQuestion().getType());
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingFailsWhatIsUnderWayAndGivesEverythingBack(UpstreamScheme scheme) throws Exception {
    try (Peer server = server(scheme, ScriptedServer.SILENT)) {
      Upstream upstream = to(scheme, server);
      CompletableFuture<Outcome> end = new CompletableFuture<>();
      var _ = upstream.ask(QUERY, end::complete);
      server.question();
      upstream.close();
      assertTrue(reason(end.get(10, TimeUnit.SECONDS)).contains("closed"));
      assertTrue(reason(ask(upstream)).contains("closed"));
      if (scheme == UpstreamScheme.UDP) {
        awaitFree(((ScriptedServer) server).client().getPort());
      } else {
        assertTrue(server.sawClientLeave());
      }
    }
  }

  /** Until a port can be bound again: its socket is closed at the event loop's next turn. */
  static void awaitFree(int port) {
    for (int i = 0; ; i++) {
      try (DatagramSocket socket = new DatagramSocket(port)) {
        assertTrue(socket.isBound());
        return;
      } catch (SocketException e) {
        assertTrue(i < 20_000, "port " + port + " is still in use");
        Thread.onSpinWait();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatIsNotThereIsANetworkFault(UpstreamScheme scheme) throws Exception {
    // Neither listens to us, and while they hold their port nobody else gets it.
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    try (DatagramSocket udp = new DatagramSocket(0, loopback);
        Socket tcp = new Socket()) {
      udp.connect(new InetSocketAddress(loopback, 1));
      InetSocketAddress nobody = new InetSocketAddress(loopback, udp.getLocalPort());
      tcp.bind(nobody);
      Outcome outcome = ask(transports.to(scheme, nobody));
      assertTrue(reason(outcome).matches("nobody listens there|cannot connect: .*refused"));
      assertEquals(Failure.NETWORK, ((Outcome.Broken) outcome).reason().failure());
    }
  }

  @ParameterizedTest
  @EnumSource
  void idsAreSpreadOverTheirWholeRange(UpstreamScheme scheme) throws Exception {
    Set<Integer> ids = new HashSet<>();
    int bitsSet = 0;
    int bitsClear = 0;
    try (Peer server = server(scheme, GOOD)) {
      Upstream upstream = to(scheme, server);
      for (int i = 0; i < 100; i++) {
        assertEquals(Rcode.NOERROR, reply(ask(upstream)).getRcode());
        int id = server.question().getHeader().getID();
        ids.add(id);
        bitsSet |= id;
        bitsClear |= ~id & 0xffff;
      }
    }
    if (scheme == UpstreamScheme.HTTPS) {
      assertEquals(Set.of(0), ids, "RFC 8484 section 4.1: an id of 0, for caches");
      return;
    }
    assertTrue(ids.size() > 90, ids.size() + " different ids in 100");
    assertEquals(0xffff, bitsSet, "a bit that is never set");
    assertEquals(0xffff, bitsClear, "a bit that is never clear");
  }
}
