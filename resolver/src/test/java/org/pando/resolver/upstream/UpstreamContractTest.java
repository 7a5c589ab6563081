package org.pando.resolver.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Trace;
import org.pando.resolver.config.Capability;
import org.pando.resolver.config.ConfigPlaces;
import org.pando.resolver.config.ConfigReader;
import org.pando.resolver.config.ConfigResult;
import org.pando.resolver.config.UpstreamScheme;
import org.pando.resolver.upstream.ScriptedServer.Script;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What every upstream transport must do, and that every scheme either does it or is refused. */
class UpstreamContractTest {
  private static final Query QUERY =
      new Query(Name.fromConstantString("Example.com."), Type.A, false, Trace.NONE);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Script GOOD = question -> List.of(ScriptedServer.answer(question).toWire());

  private final UpstreamFactory factory =
      new UpstreamFactory(
          new SecureRandom(),
          new LoopCheck(new SecureRandom()),
          ForkJoinPool.commonPool(),
          System::nanoTime);

  /**
   * A scripted server that speaks a scheme, silent in every other way; none for a scheme that this
   * version refuses. Whoever adds a scheme adds its server here.
   */
  private static Optional<ScriptedServer> server(UpstreamScheme scheme, Script script)
      throws IOException {
    return switch (scheme) {
      case UDP -> Optional.of(new ScriptedServer(script, ScriptedServer.SILENT));
      case TCP -> Optional.of(new ScriptedServer(ScriptedServer.SILENT, script));
      case TLS, HTTPS -> Optional.empty();
    };
  }

  static Stream<UpstreamScheme> spoken() {
    return Arrays.stream(UpstreamScheme.values()).filter(UpstreamContractTest::isSpoken);
  }

  private static boolean isSpoken(UpstreamScheme scheme) {
    try (ScriptedServer server = server(scheme, GOOD).orElse(null)) {
      return server != null;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ScriptedServer started(UpstreamScheme scheme, Script script) throws IOException {
    return server(scheme, script).orElseThrow();
  }

  private static Deadline in(Duration duration) {
    return Deadline.in(duration, System::nanoTime);
  }

  private Message ask(UpstreamScheme scheme, ScriptedServer server, Duration patience)
      throws ResolutionException, InterruptedException {
    return factory.transport(scheme, server.address()).exchange(QUERY, in(patience));
  }

  @ParameterizedTest
  @EnumSource
  void aSchemeIsSpokenOrRefused(UpstreamScheme scheme, @TempDir Path folder) throws Exception {
    Path file = folder.resolve("pando.toml");
    String path = scheme == UpstreamScheme.HTTPS ? "/dns-query" : "";
    Files.writeString(
        file, "[[upstream]]\nurl = \"" + scheme.text() + "://192.0.2.1" + path + "\"");
    ConfigPlaces places = new ConfigPlaces(Map.of(), folder, folder.resolve("none"));
    ConfigResult result =
        new ConfigReader(places, Capability.IN_THIS_VERSION, false).read(Optional.of(file));
    if (isSpoken(scheme)) {
      assertInstanceOf(ConfigResult.Loaded.class, result);
    } else {
      assertInstanceOf(
          ConfigResult.Failed.class,
          result,
          scheme + " is accepted but has no scripted server here: give it one in server()");
    }
  }

  @ParameterizedTest
  @MethodSource("spoken")
  void theReplyIsGiven(UpstreamScheme scheme) throws Exception {
    try (ScriptedServer server = started(scheme, GOOD)) {
      Message reply = ask(scheme, server, LONG);
      assertEquals("192.0.2.1", reply.getSection(Section.ANSWER).getFirst().rdataToString());
      Message question = server.question();
      assertEquals(QUERY.name().toString(), question.getQuestion().getName().toString());
      assertEquals(Type.A, question.getQuestion().getType());
      assertTrue(question.getHeader().getFlag(Flags.RD));
      assertEquals(1232, question.getOPT().getPayloadSize());
      assertEquals(ExtendedFlags.DO, question.getOPT().getFlags());
      assertFalse(question.getHeader().getFlag(Flags.CD));
      assertFalse(question.getHeader().getFlag(Flags.AD));
    }
  }

  @ParameterizedTest
  @MethodSource("spoken")
  void whoeverChecksByItselfIsGivenWhatFailsTheServersChecks(UpstreamScheme scheme)
      throws Exception {
    try (ScriptedServer server = started(scheme, GOOD)) {
      Query checking = new Query(QUERY.name(), QUERY.type(), true, Trace.NONE);
      Message reply = factory.transport(scheme, server.address()).exchange(checking, in(LONG));
      assertEquals(1, reply.getSection(Section.ANSWER).size());
      assertTrue(server.question().getHeader().getFlag(Flags.CD));
    }
  }

  @Test
  void aLostPacketIsSentAgain() throws Exception {
    AtomicInteger packets = new AtomicInteger();
    Script losing =
        question ->
            packets.incrementAndGet() == 1
                ? List.of()
                : List.of(ScriptedServer.answer(question).toWire());
    try (ScriptedServer server = new ScriptedServer(losing, ScriptedServer.SILENT)) {
      assertEquals(1, ask(UpstreamScheme.UDP, server, LONG).getSection(Section.ANSWER).size());
      Message first = server.question();
      assertEquals(
          first.getHeader().getID(),
          server.question().getHeader().getID(),
          "a second id makes a forger's guess twice as good");
      assertEquals(server.client(), server.client(), "and so does a second port");
    }
  }

  @ParameterizedTest
  @MethodSource("spoken")
  void anErrorReplyIsAReply(UpstreamScheme scheme) throws Exception {
    Script refusing =
        question -> {
          Message reply = ScriptedServer.answer(question);
          reply.removeAllRecords(Section.QUESTION);
          reply.removeAllRecords(Section.ANSWER);
          reply.getHeader().setRcode(Rcode.REFUSED);
          return List.of(reply.toWire());
        };
    try (ScriptedServer server = started(scheme, refusing)) {
      assertEquals(Rcode.REFUSED, ask(scheme, server, LONG).getRcode());
    }
  }

  /** What is no reply to the question asked; a forger sends such. */
  enum Wrong {
    ID,
    NAME,
    TYPE,
    NO_QUESTION,
    TWO_QUESTIONS,
    OPCODE,
    NOT_A_REPLY,
    GARBAGE,
    HEADER_ONLY,
    CUT,
    EMPTY;

    private byte[] of(Message reply) {
      byte[] wire = reply.toWire();
      return switch (this) {
        case ID -> edit(reply, r -> r.getHeader().setID(r.getHeader().getID() ^ 1));
        case NAME -> question(reply, "other.example.", Type.A);
        case TYPE -> question(reply, "example.com.", Type.AAAA);
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

    private static byte[] question(Message reply, String name, int type) {
      return edit(
          reply,
          r -> {
            r.removeAllRecords(Section.QUESTION);
            r.addRecord(Record.newRecord(Name.fromConstantString(name), type, 1), Section.QUESTION);
          });
    }
  }

  private static Message forged(Message question) {
    Message reply = ScriptedServer.answer(question);
    reply.getHeader().setFlag(Flags.AA);
    return reply;
  }

  static Stream<Arguments> wrongs() {
    return spoken()
        .flatMap(scheme -> Arrays.stream(Wrong.values()).map(w -> Arguments.of(scheme, w)));
  }

  @ParameterizedTest
  @MethodSource("wrongs")
  void whatDoesNotMatchIsIgnoredAndTheReplyStillTaken(UpstreamScheme scheme, Wrong wrong)
      throws Exception {
    Script script =
        question -> List.of(wrong.of(forged(question)), ScriptedServer.answer(question).toWire());
    try (ScriptedServer server = started(scheme, script)) {
      Message reply = ask(scheme, server, LONG);
      assertTrue(!reply.getHeader().getFlag(Flags.AA), "the forged reply was taken");
      assertEquals(1, reply.getSection(Section.ANSWER).size());
    }
  }

  @Test
  void aTruncatedReplyIsAskedForAgainOverTcp() throws Exception {
    Script truncated =
        question -> {
          Message reply = ScriptedServer.answer(question);
          reply.removeAllRecords(Section.ANSWER);
          reply.getHeader().setFlag(Flags.TC);
          return List.of(reply.toWire());
        };
    try (ScriptedServer server = new ScriptedServer(truncated, GOOD)) {
      Set<Integer> ids = new HashSet<>();
      for (int i = 0; i < 3; i++) {
        Message reply = ask(UpstreamScheme.UDP, server, LONG);
        assertEquals(1, reply.getSection(Section.ANSWER).size());
        ids.add(server.question().getHeader().getID());
        ids.add(server.question().getHeader().getID());
      }
      assertTrue(ids.size() > 3, "ids seen over UDP were used again over TCP: " + ids);
    }
  }

  @ParameterizedTest
  @MethodSource("spoken")
  void interruptionEndsItAtOnceAndClosesTheSocket(UpstreamScheme scheme) throws Exception {
    try (ScriptedServer server = started(scheme, ScriptedServer.SILENT)) {
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      Thread asking =
          Thread.startVirtualThread(
              () ->
                  end.complete(
                      assertThrows(
                          Throwable.class, () -> ask(scheme, server, Duration.ofHours(1)))));
      server.question();
      asking.interrupt();
      assertInstanceOf(InterruptedException.class, end.get(10, TimeUnit.SECONDS));
      assertTrue(isClosed(scheme, server), "its socket is still open");
    }
  }

  private static boolean isClosed(UpstreamScheme scheme, ScriptedServer server)
      throws IOException, InterruptedException {
    return switch (scheme) {
      case UDP -> {
        try (DatagramSocket socket = new DatagramSocket(server.client().getPort())) {
          yield socket.isBound();
        }
      }
      case TCP, TLS, HTTPS -> server.sawClientLeave();
    };
  }

  @ParameterizedTest
  @MethodSource("spoken")
  void silenceEndsWithTheDeadline(UpstreamScheme scheme) throws Exception {
    try (ScriptedServer server = started(scheme, ScriptedServer.SILENT)) {
      ResolutionException e =
          assertThrows(
              ResolutionException.class, () -> ask(scheme, server, Duration.ofMillis(150)));
      assertEquals(Failure.TIMEOUT, e.failure());
    }
  }

  @ParameterizedTest
  @MethodSource("spoken")
  void aFloodOfForgedRepliesEndsWithTheDeadline(UpstreamScheme scheme) throws Exception {
    Script flood = question -> Collections.nCopies(500, Wrong.ID.of(forged(question)));
    try (ScriptedServer server = started(scheme, flood)) {
      ResolutionException e =
          assertThrows(
              ResolutionException.class, () -> ask(scheme, server, Duration.ofMillis(300)));
      assertEquals(Failure.TIMEOUT, e.failure());
    }
  }

  @ParameterizedTest
  @MethodSource("spoken")
  void aServerThatIsNotThereIsANetworkFault(UpstreamScheme scheme) throws Exception {
    // Neither listens to us, and while they hold their port nobody else gets it.
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket udp = new DatagramSocket(0, loopback);
        Socket tcp = new Socket()) {
      udp.connect(new InetSocketAddress(loopback, 1));
      InetSocketAddress nobody = new InetSocketAddress(loopback, udp.getLocalPort());
      tcp.bind(nobody);
      ResolutionException e =
          assertThrows(
              ResolutionException.class,
              () -> factory.transport(scheme, nobody).exchange(QUERY, in(LONG)));
      assertEquals(Failure.NETWORK, e.failure());
    }
  }

  @ParameterizedTest
  @MethodSource("spoken")
  void idsAreSpreadOverTheirWholeRange(UpstreamScheme scheme) throws Exception {
    Set<Integer> ids = new HashSet<>();
    int bitsSet = 0;
    int bitsClear = 0;
    try (ScriptedServer server = started(scheme, GOOD)) {
      for (int i = 0; i < 100; i++) {
        assertEquals(Rcode.NOERROR, ask(scheme, server, LONG).getRcode());
        int id = server.question().getHeader().getID();
        ids.add(id);
        bitsSet |= id;
        bitsClear |= ~id & 0xffff;
      }
    }
    assertTrue(ids.size() > 90, ids.size() + " different ids in 100");
    assertEquals(0xffff, bitsSet, "a bit that is never set");
    assertEquals(0xffff, bitsClear, "a bit that is never clear");
  }
}
