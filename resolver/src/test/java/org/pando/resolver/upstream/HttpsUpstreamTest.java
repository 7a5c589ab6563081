package org.pando.resolver.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.resolver.upstream.Transports.GOOD;
import static org.pando.resolver.upstream.Transports.QUERY;
import static org.pando.resolver.upstream.Transports.ask;
import static org.pando.resolver.upstream.Transports.reason;
import static org.pando.resolver.upstream.Transports.reply;

import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pando.resolver.config.UpstreamScheme;
import org.pando.resolver.exchange.Outcome;
import org.pando.resolver.upstream.ScriptedHttpsServer.Manner;
import org.pando.resolver.upstream.ScriptedServer.Script;

/** RFC 8484 and what HTTP/2 can do to a question. */
class HttpsUpstreamTest {
  private static Transports transports;

  @BeforeAll
  static void open() throws Exception {
    transports = new Transports();
  }

  @AfterAll
  static void close() throws Exception {
    transports.close();
  }

  private static ScriptedHttpsServer server(Script script, Manner manner, int streams)
      throws Exception {
    return new ScriptedHttpsServer(script, transports.good(), manner, streams);
  }

  private static Upstream to(Peer server) throws Exception {
    return transports.to(UpstreamScheme.HTTPS, server.address());
  }

  @Test
  void theRequestIsAPostOfADnsMessage() throws Exception {
    try (ScriptedHttpsServer server = server(GOOD, Manner.CORRECT, 100)) {
      reply(ask(to(server)));
      Http2Headers request = server.request();
      assertEquals("POST", request.method().toString());
      assertEquals("https", request.scheme().toString());
      assertEquals("/dns-query", request.path().toString());
      assertEquals(
          Transports.HOST + ":" + server.address().getPort(), request.authority().toString());
      assertEquals("application/dns-message", request.get("content-type").toString());
      assertEquals("application/dns-message", request.get("accept").toString());
      assertEquals("128", request.get("content-length").toString());
      assertEquals(7, request.size(), "nothing that tells who asks: " + request);
    }
  }

  @Test
  void onlyStatus200IsAReply() throws Exception {
    try (ScriptedHttpsServer server = server(GOOD, Manner.STATUS_503, 100)) {
      assertEquals("the server answered with HTTP status 503", reason(ask(to(server))));
    }
  }

  @Test
  void onlyADnsMessageIsAReply() throws Exception {
    try (ScriptedHttpsServer server = server(GOOD, Manner.OTHER_CONTENT, 100)) {
      assertEquals(
          "the server answered with content of type text/html instead of a DNS message: check the"
              + " path of the url",
          reason(ask(to(server))));
    }
  }

  @Test
  void aBodyHasALimit() throws Exception {
    Script long1 = question -> List.of(new byte[0x10000]);
    try (ScriptedHttpsServer server = server(long1, Manner.CORRECT, 100)) {
      Upstream upstream = to(server);
      for (int i = 0; i < 30; i++) {
        assertEquals(
            "the server answered with more than a DNS message can hold", reason(ask(upstream)));
      }
      assertEquals(1, server.connections(), "the window of the connection was given back");
    }
  }

  @Test
  void aStreamThatIsResetIsAskedOnceMoreOnTheSameConnection() throws Exception {
    try (ScriptedHttpsServer server = server(GOOD, Manner.RESET_FIRST, 100)) {
      reply(ask(to(server)));
      assertEquals(1, server.connections());
      server.question();
      server.question();
    }
  }

  @Test
  void afterGoAwayTheNextQuestionHasANewConnection() throws Exception {
    try (ScriptedHttpsServer server = server(GOOD, Manner.GO_AWAY_AFTER_FIRST, 100)) {
      Upstream upstream = to(server);
      reply(ask(upstream));
      assertTrue(server.sawClientLeave());
      reply(ask(upstream));
      assertEquals(2, server.connections());
    }
  }

  @Test
  void theServersLimitOfStreamsIsKept() throws Exception {
    int streams = 3;
    try (ScriptedHttpsServer server = server(GOOD, Manner.CORRECT, streams)) {
      Upstream upstream = to(server);
      reply(ask(upstream));
      List<CompletableFuture<Outcome>> ends = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        CompletableFuture<Outcome> end = new CompletableFuture<>();
        ends.add(end);
        var _ = upstream.ask(QUERY, end::complete);
      }
      for (CompletableFuture<Outcome> end : ends) {
        reply(end.get(10, TimeUnit.SECONDS));
      }
      assertEquals(1, server.connections());
    }
  }
}
