package org.pando.gossip.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.pando.gossip.GossipException;
import org.pando.gossip.MessageStream;
import org.pando.gossip.NoNames;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.Protocol;
import org.pando.gossip.Surroundings;
import org.pando.gossip.TestIdentity;
import org.pando.gossip.host.Requests;
import org.pando.gossip.host.TcpHost;
import org.pando.gossip.identity.Multiaddr;
import org.pando.gossip.identity.TcpAddress;
import org.pando.gossip.upgrade.Upgrade;

/**
 * What connections and streams cost, both ends in this process, over loopback: MiB per second of
 * one stream and connections upgraded per second. Arguments: seconds for each measurement (10).
 *
 * <p>CPU time is of the whole process: both ends, their loops, and the JVM's own threads.
 */
public final class StreamBench {
  private static final Protocol SINK =
      new Protocol("/bench/sink/1", 65_536, Duration.ofSeconds(30), 4);
  private static final int MESSAGE = 61_440;
  private static final long SECOND = 1_000_000_000L;
  private static final double MIB = 1 << 20;
  private static final int DIALERS = 2;

  private final TcpHost one;
  private final TcpHost two;
  private final Requests from;
  private final PeerAddress to;

  private StreamBench(TcpHost one, TcpHost two) throws Exception {
    this.one = one;
    this.two = two;
    this.from = new Requests(one);
    new Requests(two).serve(SINK, StreamBench::swallow);
    two.listen(List.of("/ip4/127.0.0.1/tcp/0"));
    CompletableFuture<String> address = new CompletableFuture<>();
    two.execute(() -> address.complete(two.addresses().getFirst()));
    this.to = new PeerAddress(two.id(), address.get());
  }

  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length == 0 ? 10 : Integer.parseInt(arguments[0]);
    try (TcpHost one = new TcpHost(TestIdentity.of(1), null, true, surroundings());
        TcpHost two = new TcpHost(TestIdentity.of(2), null, true, surroundings())) {
      StreamBench bench = new StreamBench(one, two);
      bench.stream(seconds / 2 + 1, false);
      bench.stream(seconds, true);
      bench.handshakes(seconds / 2 + 1, false);
      bench.handshakes(seconds, true);
    }
  }

  private static Surroundings surroundings() {
    return new Surroundings(
        Thread.ofPlatform().daemon().factory(),
        Executors.newVirtualThreadPerTaskExecutor(),
        System::nanoTime,
        InstantSource.system(),
        new SecureRandom(),
        new NoNames());
  }

  /** Takes all and says at the end how much it was. */
  private static void swallow(MessageStream stream) throws GossipException, InterruptedException {
    long bytes = 0;
    for (byte[] message = stream.receive(); message != null; message = stream.receive()) {
      bytes += message.length;
    }
    stream.send(ByteBuffer.allocate(Long.BYTES).putLong(bytes).array());
  }

  private void stream(int seconds, boolean told) throws Exception {
    one.execute(() -> one.connect(to));
    byte[] message = new byte[MESSAGE];
    long sent = 0;
    long cpu = cpuNanos();
    long began = System.nanoTime();
    try (MessageStream stream = from.open(two.id(), SINK)) {
      while (System.nanoTime() - began < seconds * SECOND) {
        stream.send(message);
        sent += message.length;
      }
      stream.end();
      byte[] answer = stream.receive();
      if (answer == null || ByteBuffer.wrap(answer).getLong() != sent) {
        throw new IllegalStateException("not all of " + sent + " bytes arrived");
      }
    }
    long took = System.nanoTime() - began;
    cpu = cpuNanos() - cpu;
    if (told) {
      print("one stream", sent / MIB / took * SECOND, "MiB/s");
      print("CPU of both ends", cpu / 1e6 / (sent / MIB), "ms/MiB");
    }
  }

  /** Upgrades connections of two dialers, each one after the other, and closes them at once. */
  private void handshakes(int seconds, boolean told) throws Exception {
    TcpAddress tcp = Multiaddr.parse(to.address()).tcp().orElseThrow();
    InetSocketAddress at = new InetSocketAddress(tcp.host(), tcp.port());
    long cpu = cpuNanos();
    long began = System.nanoTime();
    long done = 0;
    try (ExecutorService dialers = Executors.newFixedThreadPool(DIALERS)) {
      List<Future<Integer>> counts =
          List.of(
              dialers.submit(() -> dial(at, began + seconds * SECOND, 11)),
              dialers.submit(() -> dial(at, began + seconds * SECOND, 12)));
      for (Future<Integer> count : counts) {
        done += count.get();
      }
    }
    long took = System.nanoTime() - began;
    cpu = cpuNanos() - cpu;
    if (told) {
      print("connections upgraded", done / (double) took * SECOND, "1/s");
      print("CPU of both ends", cpu / 1e6 / done, "ms each");
    }
  }

  private static int dial(InetSocketAddress at, long until, int seed) throws Exception {
    TestIdentity identity = TestIdentity.of(seed);
    SecureRandom random = new SecureRandom();
    int done = 0;
    while (System.nanoTime() < until) {
      try (Socket socket = new Socket(at.getAddress(), at.getPort())) {
        socket.setTcpNoDelay(true);
        upgrade(socket, Upgrade.dialer(identity, null, random, true));
      }
      done++;
    }
    return done;
  }

  private static void upgrade(Socket socket, Upgrade upgrade) throws IOException, GossipException {
    byte[] buffer = new byte[65_536];
    socket.getOutputStream().write(upgrade.start());
    while (upgrade.result() == null) {
      int count = socket.getInputStream().read(buffer);
      if (count < 0) {
        throw new IOException("the listener hung up during the handshake");
      }
      socket.getOutputStream().write(upgrade.receive(Arrays.copyOf(buffer, count)));
    }
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void print(String what, double figure, String unit) {
    System.out.printf(Locale.ROOT, "%-24s %10.2f %s%n", what, figure, unit);
  }
}
