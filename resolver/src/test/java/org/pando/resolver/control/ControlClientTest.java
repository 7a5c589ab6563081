package org.pando.resolver.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.registry.RegistryException;
import org.pando.resolver.control.ControlException.Kind;

@Timeout(60)
class ControlClientTest {
  @TempDir private Path folder;
  private final FakeNode node = new FakeNode();

  private Path socket() {
    return folder.resolve("s");
  }

  @Test
  void everyCallArrivesWithItsArguments() throws Exception {
    try (var _ = new RunningServer(node.routes(), socket())) {
      ControlClient client = RunningServer.client(socket());
      RegisterRequest claim =
          new RegisterRequest(
              "blög+x", List.of("A 192.0.2.10"), new ZoneFile("z", "t"), "work", true);
      NameChange registered = client.register(claim).value();
      assertEquals(FakeNode.LEASE, registered.leaseUntil());
      assertEquals(FakeNode.DEFAULT_KEY, registered.newKey());
      client.register(new RegisterRequest("a/b+c d", List.of("A 192.0.2.10"), null, null, false));
      ZoneChange change = new ZoneChange(List.of("B"), List.of("C"), null, 7L, true);
      assertEquals("a/b+c d.home.alt", client.update("a/b+c d", change).value().name());
      assertEquals(1, client.show("a/b+c d").value().seq());
      assertEquals(1, client.list(true, null).value().names().size());
      assertEquals(Duration.ofNanos(412_000), client.resolve("x+y", "TXT", true).value().elapsed());
      assertEquals("work", client.newKey("work").value().label());
      assertEquals(2, client.keys().value().keys().size());
      assertEquals(claim, node.seen.get(0));
      assertEquals(change, node.seen.get(2));
      assertEquals(List.of(true, "x+y TXT true"), node.seen.subList(3, 5));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyRefusalOfTheRegistryKeepsItsKindAndMessage(RegistryException.Kind kind)
      throws Exception {
    node.failure = new RegistryException(kind, "blog: refused; try another");
    try (var _ = new RunningServer(node.routes(), socket())) {
      ControlException e =
          assertThrows(ControlException.class, () -> RunningServer.client(socket()).show("blog"));
      // a client's own UNREACHABLE means the node
      boolean isWitness = kind == RegistryException.Kind.UNREACHABLE;
      assertEquals(isWitness ? "WITNESS_UNREACHABLE" : kind.name(), e.kind().name());
      assertEquals("blog: refused; try another", e.getMessage());
    }
  }

  @Test
  void theFirstSocketThatAnswersIsAsked() throws Exception {
    try (var _ = new RunningServer(node.routes(), socket())) {
      ControlClient client =
          new ControlClient(
              List.of(folder.resolve("none"), socket()),
              RunningServer.shortPaths(),
              new ControlClient.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20)),
              System::nanoTime);
      assertEquals(4711, client.status().value().pid());
    }
  }

  @Test
  void noNodeIsToldWithThePathsTried() throws Exception {
    ControlException e =
        assertThrows(ControlException.class, () -> RunningServer.client(socket()).status());
    assertEquals(Kind.UNREACHABLE, e.kind());
    assertEquals(
        "no node is running (tried " + socket() + "); start it with: pando run", e.getMessage());
  }

  @Test
  void aNodeThatDoesNotAnswerTimesOut() throws Exception {
    try (ServerSocketChannel _ = listen()) {
      ControlClient client = RunningServer.client(socket(), Duration.ofMillis(100));
      ControlException e = assertThrows(ControlException.class, client::status);
      assertEquals(Kind.TIMEOUT, e.kind(), e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SSH-2.0-x\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}",
        "HTTP/1.1 abc\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhtml",
        "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"version\":1}"
      })
  void whatIsNoNodeIsToldApart(String answer) throws Exception {
    try (ServerSocketChannel listener = listen()) {
      Thread peer = Thread.ofVirtual().start(() -> answerOnce(listener, answer));
      ControlException e =
          assertThrows(ControlException.class, () -> RunningServer.client(socket()).status());
      assertEquals(Kind.PROTOCOL, e.kind(), e.getMessage());
      peer.join();
    }
  }

  @Test
  void aReplyMaySayMoreThanIsKnown() throws Exception {
    String json = "{\"version\":1,\"keys\":[],\"new\":{\"a\":[1]}}";
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + json.length() + "\r\n\r\n" + json;
    try (ServerSocketChannel listener = listen()) {
      Thread peer = Thread.ofVirtual().start(() -> answerOnce(listener, answer));
      Reply<KeyService.KeyList> reply = RunningServer.client(socket()).keys();
      assertTrue(reply.value().keys().isEmpty());
      assertEquals(json, reply.json());
      peer.join();
    }
  }

  private ServerSocketChannel listen() throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket()));
  }

  private static void answerOnce(ServerSocketChannel listener, String answer) {
    try (SocketChannel peer = listener.accept()) {
      int count = peer.read(ByteBuffer.allocate(4096));
      if (count > 0) {
        peer.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
