package org.pando.gossip.host;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.MessageStream;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.Protocol;
import org.pando.gossip.TestIdentity;

/** A host of a test, on loopback. */
final class Node implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final Protocol ECHO = new Protocol("/test/echo/1", 1_048_576, PATIENCE, 16);

  final TestIdentity identity;
  final TcpHost host;
  final Requests requests;
  final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  Node(int seed) throws GossipException {
    this(seed, HostLimits.DEFAULT.withLoopbackFree(), new Around(), 0);
  }

  Node(int seed, HostLimits limits, Around around, int port) throws GossipException {
    this(seed, null, limits, around, port);
  }

  Node(int seed, byte @Nullable [] networkKey, HostLimits limits, Around around, int port)
      throws GossipException {
    identity = TestIdentity.of(seed);
    host = new TcpHost(identity, networkKey, limits, Around.real(around));
    requests = new Requests(host);
    requests.serve(ECHO, Node::echo);
    host.execute(() -> host.addListener(new Watcher()));
    if (port >= 0) {
      host.listen(List.of("/ip4/127.0.0.1/tcp/" + port));
    }
  }

  private static void echo(MessageStream stream) throws GossipException, InterruptedException {
    byte[] message;
    while ((message = stream.receive()) != null) {
      stream.send(message);
    }
  }

  private final class Watcher implements HostListener {
    @Override
    public void connected(PeerId peer, ConnectionInfo first) {
      events.add("connected " + peer);
    }

    @Override
    public void disconnected(PeerId peer) {
      events.add("disconnected " + peer);
    }
  }

  PeerId id() {
    return host.id();
  }

  /** What the loop says. */
  <T> T ask(Supplier<T> question) throws Exception {
    CompletableFuture<T> answer = new CompletableFuture<>();
    host.execute(() -> answer.complete(question.get()));
    return answer.get(20, TimeUnit.SECONDS);
  }

  String address() throws Exception {
    return ask(host::addresses).getFirst();
  }

  PeerAddress at() throws Exception {
    return new PeerAddress(id(), address());
  }

  void connect(Node other) throws Exception {
    PeerAddress to = other.at();
    host.execute(() -> host.connect(to));
    awaitEvent("connected " + other.id());
  }

  void awaitEvent(String event) throws InterruptedException {
    String next;
    do {
      next = events.poll(20, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no " + event);
      }
    } while (!next.equals(event));
  }

  /** Asks the loop again and again until it is so. */
  void until(BooleanSupplier met) throws Exception {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    check(met, done);
    done.get(20, TimeUnit.SECONDS);
  }

  private void check(BooleanSupplier met, CompletableFuture<Boolean> done) {
    host.execute(
        () -> {
          if (met.getAsBoolean()) {
            done.complete(true);
          } else {
            host.after(Duration.ofMillis(5), () -> check(met, done));
          }
        });
  }

  @Override
  public void close() {
    host.close();
    requests.close();
  }
}
