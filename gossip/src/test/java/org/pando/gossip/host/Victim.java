package org.pando.gossip.host;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.pando.gossip.GossipException;
import org.pando.gossip.MessageStream;
import org.pando.gossip.NoNames;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.Protocol;
import org.pando.gossip.Surroundings;
import org.pando.gossip.TestIdentity;
import org.pando.gossip.Topic;
import org.pando.gossip.Verdict;
import org.pando.gossip.identity.Multiaddr;
import org.pando.gossip.identity.TcpAddress;
import org.pando.gossip.pubsub.RouterOptions;
import org.pando.gossip.pubsub.ScoreOptions;
import org.pando.gossip.pubsub.TopicRules;
import org.pando.gossip.topics.Pubsub;

/** A host under attack, its clock set by the test, and what it takes of the machine. */
final class Victim implements AutoCloseable {
  static final Protocol ECHO = new Protocol("/test/echo/1", 1_048_576, Duration.ofSeconds(20), 16);

  /** Sends as fast as the peer takes it. */
  static final Protocol SOURCE = new Protocol("/test/source/1", 65_536, Duration.ofSeconds(20), 64);

  /** Takes nothing of what is sent. */
  static final String DEAF = "/test/deaf/1";

  /** How often a host lets time pass for its connections. */
  private static final Duration TICK = Duration.ofSeconds(1);

  private static final int WAIT_SECONDS = 30;

  /** What an honest peer must be able to send, whatever goes on. */
  static final TopicRules NEWS = TopicRules.of(new Topic("news", 65_536));

  private static final long HEAP_TOLERANCE = 16L << 20;
  private static final long BUFFER_TOLERANCE = 4L << 20;

  final TcpHost host;
  final Requests requests;
  final Pubsub gossip;
  final TestIdentity identity;
  final BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
  private final AtomicLong ahead = new AtomicLong();
  private final int ownFiles;

  /** Files open, sockets of the host, bytes of buffers in use, bytes of the heap. */
  record Taken(int files, int sockets, long buffers, long heap) {}

  Victim(int seed) throws GossipException {
    Surroundings.Names none = new NoNames();
    Surroundings surroundings =
        new Surroundings(
            Thread.ofPlatform().name("victim").daemon().factory(),
            Executors.newVirtualThreadPerTaskExecutor(),
            () -> System.nanoTime() + ahead.get(),
            InstantSource.system(),
            new SecureRandom(),
            none);
    ownFiles = files();
    identity = TestIdentity.of(seed);
    host = new TcpHost(identity, null, HostLimits.DEFAULT.withLoopbackFree(), surroundings);
    requests = new Requests(host);
    requests.serve(ECHO, Victim::echo);
    requests.serve(SOURCE, Victim::pour);
    host.execute(() -> host.serve(DEAF, Deaf::new, 64));
    gossip = new Pubsub(host, identity, RouterOptions.DEFAULT, ScoreOptions.DEFAULT);
    host.execute(gossip::start);
    host.listen(List.of("/ip4/127.0.0.1/tcp/0"));
  }

  /** Hears the topic; each message lands in {@link #heard}. */
  void hear() {
    gossip.subscribe(
        NEWS,
        (payload, from) -> {
          heard.add(payload);
          return Verdict.ACCEPT;
        });
  }

  /** As if identify had told what the peer speaks. */
  void learn(PeerId peer, String... protocols) throws Exception {
    until("connected to " + peer, () -> host.peers().contains(peer));
    Identified identified = new Identified("", Set.of(protocols), List.of(), new byte[0]);
    host.execute(() -> host.identified(peer, identified));
  }

  private static void echo(MessageStream stream) throws GossipException, InterruptedException {
    for (byte[] message = stream.receive(); message != null; message = stream.receive()) {
      stream.send(message);
    }
  }

  private static void pour(MessageStream stream) throws GossipException, InterruptedException {
    for (; ; ) {
      stream.send(new byte[16_384]);
    }
  }

  private static final class Deaf implements StreamHandler {
    @Override
    public void opened(LoopStream stream) {}

    @Override
    public void data(LoopStream stream, byte[] bytes) {}

    @Override
    public void ended(LoopStream stream) {}

    @Override
    public void closed(LoopStream stream) {}
  }

  InetSocketAddress at() throws Exception {
    TcpAddress tcp = address().tcp().orElseThrow();
    return new InetSocketAddress(tcp.host(), tcp.port());
  }

  private Multiaddr address() throws Exception {
    CompletableFuture<List<String>> answer = new CompletableFuture<>();
    host.execute(() -> answer.complete(host.addresses()));
    return Multiaddr.parse(answer.get(WAIT_SECONDS, TimeUnit.SECONDS).getFirst());
  }

  PeerAddress peerAddress() throws Exception {
    return new PeerAddress(host.id(), address().toString());
  }

  /** The victim's clock jumps, and its connections notice. */
  void pass(Duration time) throws Exception {
    ahead.addAndGet(time.toNanos());
    CompletableFuture<Boolean> ticked = new CompletableFuture<>();
    host.execute(() -> host.after(TICK, () -> host.after(TICK, () -> ticked.complete(true))));
    ticked.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /** Waits until it is so, asked on the host's loop. */
  void until(String what, BooleanSupplier met) throws Exception {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    check(met, done);
    try {
      done.get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError("never so: " + what, e);
    }
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

  Taken taken() {
    System.gc();
    long buffers = 0;
    for (PoolArenaMetric arena : PooledByteBufAllocator.DEFAULT.metric().directArenas()) {
      buffers += arena.numActiveBytes();
    }
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new Taken(files() - ownFiles, host.openSockets(), buffers, heap);
  }

  /** The honest peer is all that is left; nothing else is taken. */
  void assertAsBefore(Taken before) throws Exception {
    until("only the honest peer is left", () -> host.peers().size() == 1);
    until("as many sockets as before", () -> host.openSockets() == before.sockets());
    until("as many files as before", () -> files() - ownFiles <= before.files());
    until("as much memory as before " + before, () -> isAsLittle(taken(), before));
  }

  private static boolean isAsLittle(Taken after, Taken before) {
    return after.heap() - before.heap() < HEAP_TOLERANCE
        && after.buffers() - before.buffers() < BUFFER_TOLERANCE;
  }

  static int files() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return (int) open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    host.close();
    requests.close();
  }
}
