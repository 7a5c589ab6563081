package org.pando.resolver.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pando.registry.Passphrase;
import org.pando.resolver.control.ControlException.Kind;

@Timeout(60)
class ControlServerTest {
  @TempDir private Path folder;
  private final FakeNode node = new FakeNode();

  private Path socket() {
    return folder.resolve("new/control.sock");
  }

  @Test
  void onlyItsUserCanOpenIt() throws Exception {
    try (var _ = new RunningServer(node.routes(), socket())) {
      assertEquals("rw-------", mode(socket()));
      assertEquals("rwx------", mode(folder.resolve("new")));
      assertEquals(4711, RunningServer.client(socket()).status().value().pid());
    }
    assertFalse(Files.exists(socket()), "the socket is removed at the end");
  }

  @Test
  void aSocketThatNothingAnswersOnIsReplaced() throws Exception {
    Files.createDirectory(
        folder.resolve("new"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket()))
        .close();
    assertTrue(Files.exists(socket()));
    try (var _ = new RunningServer(node.routes(), socket())) {
      assertEquals(4711, RunningServer.client(socket()).status().value().pid());
    }
  }

  @Test
  void aSecondServerIsRefusedAndTheFirstGoesOn() throws Exception {
    try (var _ = new RunningServer(node.routes(), socket())) {
      IOException e =
          assertThrows(IOException.class, () -> new RunningServer(node.routes(), socket()));
      assertTrue(
          String.valueOf(e.getMessage()).contains("another node answers here"), e.getMessage());
      assertEquals(4711, RunningServer.client(socket()).status().value().pid());
    }
  }

  @Test
  void aFileThatIsNoSocketIsLeftAlone() throws Exception {
    Path file = folder.resolve("control.sock");
    Files.writeString(file, "precious");
    IOException e = assertThrows(IOException.class, () -> new RunningServer(node.routes(), file));
    assertTrue(String.valueOf(e.getMessage()).contains("is no socket"), e.getMessage());
    assertEquals("precious", Files.readString(file));
  }

  @Test
  void aFolderThatOthersCanChangeIsRefused() throws Exception {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    IOException e =
        assertThrows(
            IOException.class,
            () -> new RunningServer(node.routes(), shared.resolve("control.sock")));
    assertTrue(String.valueOf(e.getMessage()).contains("chmod go-w"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET /v1/status HTTP/1.1          |                         | 200 | "version":1,"program":"0.1.0"
          GET /v1/nothing HTTP/1.1         |                         | 404 | "kind":"unsupported"
          GET /v1/names/ HTTP/1.1          |                         | 400 | parameter 'name' is missing
          GET /v1/names/no HTTP/1.1        |                         | 404 | "kind":"not-found"
          DELETE /v1/names HTTP/1.1        |                         | 405 | "kind":"method"
          GET /v1/resolve?name=a HTTP/1.1  |                         | 400 | parameter 'type' is missing
          GET /v1/names?mine=1 HTTP/1.1    |                         | 400 | use true or false
          GET /v1/%zz HTTP/1.1             |                         | 400 | percent-encoded
          POST /v1/names HTTP/1.1          | {"name":"a","x":1}      | 400 | field 'x' is not known
          POST /v1/names HTTP/1.1          | {"records":[]}          | 400 | field 'name' is missing
          POST /v1/names HTTP/1.1          | {"name":"a","records":[null]} | 400 | null in its list
          POST /v1/names HTTP/1.1          | {"name":{}}             | 400 | "kind":"invalid"
          POST /v1/names HTTP/1.1          | {"name":"a"             | 400 | the body is not JSON
          POST /v1/names HTTP/1.1          | []                      | 400 | exactly one JSON object
          POST /v1/names HTTP/1.1          | {} {}                   | 400 | "kind":"invalid"
          junk                             |                         | 400 | this is not HTTP/1.1
          """)
  void everyRequestGetsOneJsonObject(String line, String body, int status, String part)
      throws Exception {
    String content = body == null ? "" : body;
    String head =
        line
            + "\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
            + content.length()
            + "\r\n\r\n";
    try (var _ = new RunningServer(node.routes(), socket())) {
      HttpReply reply = HttpReply.parse(exchange(head + content));
      assertEquals(status, reply.status(), reply.body());
      assertEquals(1, Json.parse(reply.body()).get("version").getAsInt());
      assertTrue(reply.body().contains(part), reply.body());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Pando-Passphrase: %%      | 400 | header Pando-Passphrase: send Base64 of UTF-8 text
          Pando-Passphrase: /w==    | 400 | header Pando-Passphrase: the passphrase is not UTF-8 text
          Pando-Passphrase:         | 400 | header Pando-Passphrase: the passphrase is empty
          Pando-New-Passphrase: /w==| 400 | header Pando-New-Passphrase: the passphrase is not UTF-8 text
          Pando-Passphrase: YQ==    | 400 | header Pando-New-Passphrase is missing; add it
          Pando-New-Passphrase: YQ==| 403 | no key 'x'
          """)
  void passphrasesComeInHeaders(String header, int status, String part) throws Exception {
    try (var _ = new RunningServer(node.routes(), socket())) {
      HttpReply reply =
          HttpReply.parse(
              exchange("PUT /v1/keys/x/passphrase HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n"));
      assertEquals(status, reply.status(), reply.body());
      assertTrue(reply.body().contains(part), reply.body());
    }
  }

  @Test
  void aPassphraseIsOverwrittenWhenItsRequestIsAnswered() throws Exception {
    try (var _ = new RunningServer(node.routes(), socket());
        Passphrase typed = Passphrase.of("grün".toCharArray())) {
      RunningServer.client(socket())
          .with(new Passphrases(typed, null))
          .register(new RegisterRequest("a", List.of(), null, null, false));
      assertEquals(List.of("grün"), node.passphrases);
      assertArrayEquals(new byte[5], Objects.requireNonNull(node.handedOver).toArray());
    }
  }

  @Test
  void aFormOfABrowserIsNoJson() throws Exception {
    try (var _ = new RunningServer(node.routes(), socket())) {
      HttpReply reply =
          HttpReply.parse(
              exchange(
                  "POST /v1/keys HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
                      + "Content-Length: 2\r\n\r\n{}"));
      assertEquals(400, reply.status());
      assertTrue(reply.body().contains("Content-Type: application/json"), reply.body());
    }
    assertEquals(List.of(), node.list().keys());
  }

  @Test
  void aBodyOverTheLimitIsRefused() throws Exception {
    String name = "a".repeat(ControlServer.MAX_BODY);
    try (var _ = new RunningServer(node.routes(), socket())) {
      ControlClient client = RunningServer.client(socket());
      ControlException e =
          assertThrows(
              ControlException.class,
              () -> client.register(new RegisterRequest(name, List.of(), null, null, false)));
      assertEquals(Kind.TOO_LARGE, e.kind(), e.getMessage());
      assertEquals(4711, client.status().value().pid());
    }
  }

  @Test
  void aSlowClientIsCutOffAndOthersAreServed() throws Exception {
    try (var _ =
            new RunningServer(
                node.routes(), socket(), RunningServer.shortPaths(), Duration.ofMillis(200));
        SocketChannel slow = connect()) {
      slow.write(ascii("GET /v1/status HTTP/1.1\r\nHost:"));
      assertEquals(4711, RunningServer.client(socket()).status().value().pid());
      assertEquals(-1, slow.read(ByteBuffer.allocate(1)), "closed by the server");
    }
  }

  @Test
  void aBugIsToldAsSuch() throws Exception {
    node.failure = new IllegalStateException("broken");
    try (var _ = new RunningServer(node.routes(), socket())) {
      ControlException e =
          assertThrows(ControlException.class, () -> RunningServer.client(socket()).status());
      assertEquals(Kind.INTERNAL, e.kind());
      assertTrue(String.valueOf(e.getMessage()).contains("this is a bug"), e.getMessage());
    }
  }

  @Test
  void closingLetsARunningRequestAnswer() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    NodeStatus blocked =
        () -> {
          started.countDown();
          awaitLatch(release);
          return node.report();
        };
    var server = new RunningServer(node.routes(blocked), socket());
    try (SocketChannel waiting = connect()) {
      waiting.write(ascii("GET /v1/status HTTP/1.1\r\nHost: x\r\n\r\n"));
      started.await();
      Thread closing = Thread.ofVirtual().start(server::close);
      while (Files.exists(socket())) {
        Thread.onSpinWait();
      }
      release.countDown();
      byte[] reply = Channels.newInputStream(waiting).readAllBytes();
      assertEquals(200, HttpReply.parse(reply).status());
      closing.join();
    }
  }

  private byte[] exchange(String request) throws IOException {
    try (SocketChannel channel = connect()) {
      channel.write(ascii(request));
      return Channels.newInputStream(channel).readAllBytes();
    }
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(socket()));
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
