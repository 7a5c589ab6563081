package org.pando.resolver.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.resolver.upstream.Transports.GOOD;
import static org.pando.resolver.upstream.Transports.QUERY;
import static org.pando.resolver.upstream.Transports.ask;
import static org.pando.resolver.upstream.Transports.reply;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pando.resolver.config.UpstreamScheme;
import org.pando.resolver.exchange.Attempt;
import org.pando.resolver.exchange.Outcome;
import org.pando.resolver.upstream.ScriptedServer.Script;
import org.pando.resolver.upstream.UpstreamContractTest.Wrong;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Off-path safety of UDP: what somebody who cannot read questions would have to guess. */
class UdpUpstreamTest {
  private static Transports transports;

  @BeforeAll
  static void open() throws Exception {
    transports = new Transports();
  }

  @AfterAll
  static void close() throws Exception {
    transports.close();
  }

  private static Upstream to(ScriptedServer server) throws Exception {
    return transports.to(UpstreamScheme.UDP, server.address());
  }

  private static Upstream timeless(ScriptedServer server) throws Exception {
    return transports.timeless(UpstreamScheme.UDP, server.address());
  }

  @Test
  void aQuestionSentAgainHasTheSameIdAndPort() throws Exception {
    AtomicInteger packets = new AtomicInteger();
    Script losing = question -> packets.incrementAndGet() == 1 ? List.of() : GOOD.replies(question);
    try (ScriptedServer server = new ScriptedServer(losing, ScriptedServer.SILENT)) {
      CompletableFuture<Outcome> end = new CompletableFuture<>();
      Attempt attempt = to(server).ask(QUERY, end::complete);
      Message first = server.question();
      attempt.resend();
      assertEquals(1, reply(end.get(10, TimeUnit.SECONDS)).getSection(Section.ANSWER).size());
      assertEquals(
          first.getHeader().getID(),
          server.question().getHeader().getID(),
          "a second id makes a forger's guess twice as good");
      assertEquals(server.client(), server.client(), "and so does a second port");
    }
  }

  @Test
  void aTruncatedReplyIsAskedForAgainOverTcpWithAnotherId() throws Exception {
    Script truncated =
        question -> {
          Message reply = ScriptedServer.answer(question);
          reply.removeAllRecords(Section.ANSWER);
          reply.getHeader().setFlag(Flags.TC);
          return List.of(reply.toWire());
        };
    try (ScriptedServer server = new ScriptedServer(truncated, GOOD)) {
      Upstream upstream = to(server);
      Set<Integer> ids = new HashSet<>();
      for (int i = 0; i < 3; i++) {
        assertEquals(1, reply(ask(upstream)).getSection(Section.ANSWER).size());
        ids.add(server.question().getHeader().getID());
        ids.add(server.question().getHeader().getID());
      }
      assertTrue(ids.size() > 3, "ids seen over UDP were used again over TCP: " + ids);
    }
  }

  /** One packet is enough to be suspicious: the question goes to TCP, whatever comes after it. */
  @ParameterizedTest
  @EnumSource(
      names = {"ID", "NAME", "NAME_AS_LONG", "TYPE", "DCLASS", "NO_QUESTION", "TWO_QUESTIONS"})
  void aNearMissMovesTheQuestionToTcp(Wrong wrong) throws Exception {
    Script guessing =
        question ->
            List.of(
                wrong.of(UpstreamContractTest.forged(question)),
                UpstreamContractTest.forged(question).toWire());
    try (ScriptedServer server = new ScriptedServer(guessing, GOOD)) {
      assertFalse(reply(ask(to(server))).getHeader().getFlag(Flags.AA), "taken over UDP");
      assertEquals(1, server.connections());
    }
  }

  /** TuDoor: neither the slot is closed nor is anything answered because of rubbish. */
  @ParameterizedTest
  @EnumSource(names = {"OPCODE", "NOT_A_REPLY", "GARBAGE", "HEADER_ONLY", "CUT", "EMPTY"})
  void noiseIsIgnoredAndTheSocketListenedToFurther(Wrong wrong) throws Exception {
    Script noisy =
        question -> {
          byte[] noise = wrong.of(UpstreamContractTest.forged(question));
          return Stream.concat(
                  Collections.nCopies(100, noise).stream(), GOOD.replies(question).stream())
              .toList();
        };
    try (ScriptedServer server = new ScriptedServer(noisy, ScriptedServer.SILENT)) {
      assertFalse(reply(ask(to(server))).getHeader().getFlag(Flags.AA));
      assertEquals(0, server.connections());
    }
  }

  @Test
  void aReplyFromAnotherAddressOrPortIsNotEvenSeen() throws Exception {
    CountDownLatch forged = new CountDownLatch(1);
    Script late =
        question -> {
          try {
            forged.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return GOOD.replies(question);
        };
    try (ScriptedServer server = new ScriptedServer(late, ScriptedServer.SILENT);
        DatagramSocket elsewhere = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      CompletableFuture<Outcome> end = new CompletableFuture<>();
      var _ = to(server).ask(QUERY, end::complete);
      byte[] reply = UpstreamContractTest.forged(server.question()).toWire();
      elsewhere.send(
          new DatagramPacket(
              reply, reply.length, InetAddress.ofLiteral("127.0.0.1"), server.client().getPort()));
      forged.countDown();
      assertFalse(reply(end.get(10, TimeUnit.SECONDS)).getHeader().getFlag(Flags.AA));
      assertEquals(0, server.connections());
    }
  }

  @Test
  void theCaseOfLettersIsRandomAndGivenBackAsItWasAsked() throws Exception {
    try (ScriptedServer server = new ScriptedServer(GOOD, ScriptedServer.SILENT)) {
      Upstream upstream = to(server);
      Set<String> cases = new HashSet<>();
      for (int i = 0; i < 50; i++) {
        Message reply = reply(ask(upstream));
        cases.add(server.question().getQuestion().getName().toString());
        assertEquals(QUERY.name().toString(), reply.getQuestion().getName().toString());
        assertEquals(
            QUERY.name().toString(),
            reply.getSection(Section.ANSWER).getFirst().getName().toString());
      }
      assertTrue(cases.size() > 40, cases.size() + " ways to write the name in 50");
    }
  }

  /** It forgets the case over TCP too, where nobody else can have done it. */
  @Test
  void aServerThatDoesNotKeepTheCaseIsAskedWithoutFromThenOn() throws Exception {
    Script forgetful = question -> List.of(lowered(question).toWire());
    try (ScriptedServer server = new ScriptedServer(forgetful, forgetful)) {
      Upstream upstream = to(server);
      assertEquals(1, reply(ask(upstream)).getSection(Section.ANSWER).size());
      assertEquals(1, server.connections());
      assertEquals(2, server.asked().size());
      assertEquals(1, reply(ask(upstream)).getSection(Section.ANSWER).size());
      assertEquals(QUERY.name().toString(), server.question().getQuestion().getName().toString());
      assertEquals(0, server.asked().size(), "over UDP alone");
    }
  }

  private static Message lowered(Message question) {
    Message reply = ScriptedServer.answer(question);
    Record asked = question.getQuestion();
    reply.removeAllRecords(Section.QUESTION);
    Name low = Name.fromConstantString(asked.getName().toString().toLowerCase(Locale.ROOT));
    reply.addRecord(Record.newRecord(low, asked.getType(), asked.getDClass()), Section.QUESTION);
    return reply;
  }

  @Test
  void aForgedCaseDoesNotEndCaseRandomisation() throws Exception {
    Script forged = question -> List.of(lowered(question).toWire());
    try (ScriptedServer server = new ScriptedServer(forged, GOOD)) {
      Upstream upstream = to(server);
      for (int i = 0; i < 3; i++) {
        assertEquals(1, reply(ask(upstream)).getSection(Section.ANSWER).size());
      }
      assertEquals(6, server.asked().size(), "each over UDP, then over TCP");
    }
  }

  @Test
  void questionsAreSentFromOneOfTheSourceAddresses() throws Exception {
    List<InetAddress> sources =
        List.of(InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.3"));
    try (ScriptedServer server = new ScriptedServer(GOOD, GOOD)) {
      Upstream upstream = transports.from(sources, UpstreamScheme.UDP, server.address());
      Set<InetAddress> seen = new HashSet<>();
      for (int i = 0; i < 50; i++) {
        reply(ask(upstream));
        seen.add(server.client().getAddress());
      }
      assertEquals(Set.copyOf(sources), seen);
      assertEquals(
          "resolution.source-addresses has none of its family",
          Transports.reason(
              ask(
                  transports.from(
                      List.of(InetAddress.ofLiteral("::1")),
                      UpstreamScheme.UDP,
                      server.address()))));
    }
  }

  @Test
  void portsAreSpreadOverTheirRangeAndNoneCarriesMoreThanItsShare() throws Exception {
    int questions = 2000;
    Map<Integer, Integer> ports = new HashMap<>();
    try (ScriptedServer server = new ScriptedServer(GOOD, ScriptedServer.SILENT)) {
      Upstream upstream = to(server);
      for (int i = 0; i < questions; i++) {
        reply(ask(upstream));
        ports.merge(server.client().getPort(), 1, Integer::sum);
      }
      upstream.close();
    }
    assertTrue(ports.size() >= questions / UdpSockets.QUESTIONS, ports.size() + " ports");
    // A few ports are drawn twice: each socket of some 150 meets another with 1 in 400.
    long above = ports.values().stream().filter(n -> n > UdpSockets.QUESTIONS).count();
    assertTrue(above <= 3, ports.toString());
    int[] sorted = ports.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    assertTrue(sorted[0] < 12_000 && sorted[sorted.length - 1] > 54_000, Arrays.toString(sorted));
  }

  @Test
  void theNextQuestionIsSeldomOnThePortOfTheLast() throws Exception {
    int questions = 1000;
    int repeated = 0;
    try (ScriptedServer server = new ScriptedServer(GOOD, ScriptedServer.SILENT)) {
      Upstream upstream = to(server);
      int last = 0;
      for (int i = 0; i < questions; i++) {
        reply(ask(upstream));
        int port = server.client().getPort();
        repeated += port == last ? 1 : 0;
        last = port;
      }
      upstream.close();
    }
    assertTrue(
        repeated < questions * 2 / UdpSockets.CHOICE,
        repeated + " of " + questions + " on the port of the one before");
  }

  /** The reply to the second packet must not meet the next question. */
  @Test
  void thePortOfAQuestionThatWasSentTwiceIsUsedNoMore() throws Exception {
    AtomicInteger packets = new AtomicInteger();
    Script losing = question -> packets.incrementAndGet() == 1 ? List.of() : GOOD.replies(question);
    try (ScriptedServer server = new ScriptedServer(losing, ScriptedServer.SILENT)) {
      CompletableFuture<Outcome> end = new CompletableFuture<>();
      Attempt attempt = timeless(server).ask(QUERY, end::complete);
      server.question();
      attempt.resend();
      reply(end.get(10, TimeUnit.SECONDS));
      UpstreamContractTest.awaitFree(server.client().getPort());
    }
  }

  /** A port that somebody has found is no secret any more. */
  @Test
  void aPortWhereSomethingCameUnaskedIsUsedNoMore() throws Exception {
    Script twice =
        question ->
            List.of(ScriptedServer.answer(question).toWire(), GOOD.replies(question).get(0));
    try (ScriptedServer server = new ScriptedServer(twice, ScriptedServer.SILENT)) {
      reply(ask(timeless(server)));
      UpstreamContractTest.awaitFree(server.client().getPort());
    }
  }

  @Test
  void aCancelledQuestionsPortIsUsedNoMore() throws Exception {
    try (ScriptedServer server = new ScriptedServer(ScriptedServer.SILENT, ScriptedServer.SILENT)) {
      Upstream upstream = timeless(server);
      Attempt attempt = upstream.ask(QUERY, outcome -> {});
      server.question();
      int port = server.client().getPort();
      attempt.cancel();
      UpstreamContractTest.awaitFree(port);
      for (int i = 0; i < 20; i++) {
        var _ = upstream.ask(QUERY, outcome -> {});
        assertNotEquals(port, server.client().getPort());
      }
      upstream.close();
    }
  }
}
