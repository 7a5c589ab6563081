package org.pando.resolver.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.resolver.upstream.Transports.GOOD;
import static org.pando.resolver.upstream.Transports.QUERY;
import static org.pando.resolver.upstream.Transports.ask;
import static org.pando.resolver.upstream.Transports.reason;
import static org.pando.resolver.upstream.Transports.reply;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TcpKeepaliveOption;

/** What all transports with connections have in common. */
class ConnectionsTest {
  private static final Duration LONG = Duration.ofMillis(300);

  private static Transports transports;

  @BeforeAll
  static void open() throws Exception {
    transports = new Transports();
  }

  @AfterAll
  static void close() throws Exception {
    transports.close();
  }

  private static Upstream to(UpstreamScheme scheme, Peer server) throws Exception {
    return transports.to(scheme, server.address());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UDP")
  void oneConnectionCarriesAllQuestions(UpstreamScheme scheme) throws Exception {
    try (Peer server = transports.server(scheme, GOOD)) {
      Upstream upstream = to(scheme, server);
      for (int i = 0; i < 300; i++) {
        assertEquals(Rcode.NOERROR, reply(ask(upstream)).getRcode());
      }
      assertEquals(1, server.connections());
    }
  }

  /** A server may close a connection that rests at any moment, so at the moment of a question. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UDP")
  void aQuestionWhoseConnectionBreaksIsAskedOnceMore(UpstreamScheme scheme) throws Exception {
    AtomicInteger questions = new AtomicInteger();
    Script script =
        question ->
            questions.incrementAndGet() == 2
                ? List.of(ScriptedServer.HANG_UP)
                : GOOD.replies(question);
    try (Peer server = transports.server(scheme, script)) {
      Upstream upstream = to(scheme, server);
      reply(ask(upstream));
      reply(ask(upstream));
      assertEquals(2, server.connections());
      assertEquals(3, questions.get());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UDP")
  void butNotAThirdTime(UpstreamScheme scheme) throws Exception {
    AtomicInteger questions = new AtomicInteger();
    Script script =
        question -> {
          questions.incrementAndGet();
          return List.of(ScriptedServer.HANG_UP);
        };
    try (Peer server = transports.server(scheme, script)) {
      String reason = reason(ask(to(scheme, server)));
      assertTrue(reason.matches("the server (closed the connection|refused the request)"), reason);
      assertEquals(2, questions.get());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UDP")
  void aConnectionThatEndsAnywhereInAReplyGivesNoReply(UpstreamScheme scheme) throws Exception {
    int whole = 40;
    for (int octets = 1; octets < whole; octets += 3) {
      try (Peer server = transports.server(scheme, GOOD)) {
        server.endConnectionsAfter(octets);
        Outcome outcome = ask(to(scheme, server));
        assertTrue(
            reason(outcome)
                .matches("the server (closed the connection|refused the request)|.*broke.*"),
            octets + ": " + reason(outcome));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UDP")
  void manyQuestionsSurviveTheDeathOfTheirConnection(UpstreamScheme scheme) throws Exception {
    int count = 20;
    AtomicInteger asked = new AtomicInteger();
    Script script =
        question -> {
          int number = asked.incrementAndGet();
          if (number == count) {
            return List.of(ScriptedServer.HANG_UP);
          }
          return number < count ? List.of() : GOOD.replies(question);
        };
    try (Peer server = transports.server(scheme, script)) {
      Upstream upstream = to(scheme, server);
      List<CompletableFuture<Outcome>> ends =
          Stream.generate(() -> new CompletableFuture<Outcome>()).limit(count).toList();
      ends.forEach(
          end -> {
            var _ = upstream.ask(QUERY, end::complete);
          });
      for (CompletableFuture<Outcome> end : ends) {
        assertEquals(1, reply(end.get(10, TimeUnit.SECONDS)).getSection(Section.ANSWER).size());
      }
      assertEquals(2, server.connections());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UDP")
  void aConnectionThatIsSilentIsNotWaitedForAlone(UpstreamScheme scheme) throws Exception {
    AtomicInteger questions = new AtomicInteger();
    Script silentOnce =
        question -> questions.incrementAndGet() == 2 ? List.of() : GOOD.replies(question);
    try (Peer server = transports.server(scheme, silentOnce)) {
      Upstream upstream = to(scheme, server);
      reply(ask(upstream));
      server.question();
      CompletableFuture<Outcome> end = new CompletableFuture<>();
      Attempt attempt = upstream.ask(QUERY, end::complete);
      server.question();
      attempt.resend();
      transports.pass(LONG);
      attempt.resend();
      reply(end.get(10, TimeUnit.SECONDS));
      assertEquals(2, server.connections());
      assertTrue(server.sawClientLeave(), "the silent one is closed, since nobody waits for it");
    }
  }

  /** The system repeats lost segments by itself. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UDP")
  void aShortSilenceIsNone(UpstreamScheme scheme) throws Exception {
    AtomicInteger questions = new AtomicInteger();
    Script silentOnce =
        question -> questions.incrementAndGet() == 2 ? List.of() : GOOD.replies(question);
    try (Peer server = transports.server(scheme, silentOnce)) {
      Upstream upstream = to(scheme, server);
      reply(ask(upstream));
      server.question();
      Attempt attempt = upstream.ask(QUERY, outcome -> {});
      server.question();
      attempt.resend();
      reply(ask(upstream));
      assertEquals(1, server.connections());
    }
  }

  /** Otherwise each question on a lost path would be waited for in vain, one after the other. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UDP")
  void afterAQuestionWasGivenUpTheNextDoesNotWaitOnTheSilentConnection(UpstreamScheme scheme)
      throws Exception {
    AtomicInteger questions = new AtomicInteger();
    Script silentOnce =
        question -> questions.incrementAndGet() == 2 ? List.of() : GOOD.replies(question);
    try (Peer server = transports.server(scheme, silentOnce)) {
      Upstream upstream = to(scheme, server);
      reply(ask(upstream));
      server.question();
      Attempt early = upstream.ask(QUERY, outcome -> {});
      server.question();
      transports.pass(LONG);
      early.cancel();
      reply(ask(upstream));
      assertEquals(2, server.connections());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UDP")
  void silenceNeverTakesMoreThanTwoConnections(UpstreamScheme scheme) throws Exception {
    try (Peer server = transports.server(scheme, ScriptedServer.SILENT)) {
      Upstream upstream = to(scheme, server);
      Attempt attempt = upstream.ask(QUERY, outcome -> {});
      server.question();
      transports.pass(LONG);
      for (int i = 0; i < 10; i++) {
        attempt.resend();
      }
      server.question();
      transports.pass(LONG);
      for (int i = 0; i < 10; i++) {
        attempt.resend();
      }
      attempt.cancel();
      assertTrue(server.sawClientLeave(), "the first is of no use");
      assertTrue(server.sawClientLeave(), "the second neither");
      assertEquals(2, server.connections());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UDP")
  void aConnectionThatRestsIsClosed(UpstreamScheme scheme) throws Exception {
    try (Peer server = transports.server(scheme, GOOD)) {
      Net net = transports.net(Duration.ofMillis(20));
      Upstream upstream = transports.with(net, scheme, server.address());
      reply(ask(upstream));
      assertTrue(server.sawClientLeave());
      reply(ask(upstream));
      assertEquals(2, server.connections());
    }
  }

  /** RFC 7828 section 3.3: a timeout of 0 asks to close. */
  @ParameterizedTest
  @EnumSource(names = {"TCP", "TLS"})
  void aServerThatKeepsNoConnectionsIsObeyed(UpstreamScheme scheme) throws Exception {
    Script once =
        question -> {
          Message reply = ScriptedServer.answer(question);
          List<EDNSOption> options = List.of(new TcpKeepaliveOption(0));
          reply.addRecord(new OPTRecord(1232, 0, 0, 0, options), Section.ADDITIONAL);
          return List.of(reply.toWire());
        };
    try (Peer server = transports.server(scheme, once)) {
      Upstream upstream = to(scheme, server);
      reply(ask(upstream));
      assertTrue(server.sawClientLeave());
      reply(ask(upstream));
      assertEquals(2, server.connections());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TCP", "TLS"})
  void connectionsComeFromTheSourceAddress(UpstreamScheme scheme) throws Exception {
    try (ScriptedServer server = (ScriptedServer) transports.server(scheme, GOOD)) {
      List<InetAddress> sources = List.of(InetAddress.ofLiteral("127.0.0.2"));
      reply(ask(transports.from(sources, scheme, server.address())));
      assertEquals(Set.copyOf(sources), server.connectedFrom());
      String reason =
          reason(
              ask(
                  transports.from(
                      List.of(InetAddress.ofLiteral("::1")), scheme, server.address())));
      assertEquals("resolution.source-addresses has none of its family", reason);
    }
  }

  /** Nobody accepts TLS where somebody listens: connecting works, shaking hands does not. */
  @Test
  void openingAConnectionHasALimit() throws Exception {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    try (ServerSocket mute = new ServerSocket(0, 50, loopback)) {
      InetSocketAddress address = new InetSocketAddress(loopback, mute.getLocalPort());
      assertEquals(
          "no connection within 1 s",
          reason(ask(transports.within(Duration.ofSeconds(1), UpstreamScheme.TLS, address))));
    }
  }

  @Test
  void whatListensThereMaySpeakSomethingElse() throws Exception {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    try (ServerSocket other = new ServerSocket(0, 50, loopback)) {
      Thread.startVirtualThread(() -> greet(other));
      InetSocketAddress address = new InetSocketAddress(loopback, other.getLocalPort());
      String reason = reason(ask(transports.to(UpstreamScheme.TLS, address)));
      assertTrue(reason.startsWith("no TLS connection: "), reason);
    }
  }

  private static void greet(ServerSocket other) {
    try (Socket socket = other.accept()) {
      socket.getOutputStream().write("220 mail.example ESMTP\r\n".getBytes(US_ASCII));
      while (socket.getInputStream().read() >= 0) {
        // until the client has had enough
      }
    } catch (IOException e) {
      // then the test has failed
    }
  }
}
